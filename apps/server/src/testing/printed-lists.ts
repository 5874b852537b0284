type Raw = Readonly<Record<string, unknown>>

/** What `kubectl get ... -o json` prints of these objects. */
export function printedList(items: readonly Raw[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items }, null, 4)
}

/** A Service with the selector `app: NAME`, as the API has it. */
export function printedService(namespace: string, name: string): Raw {
  const metadata = { namespace, name, uid: `${namespace}-${name}`, creationTimestamp: '2026-01-01T00:00:00Z' }
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: {
      type: 'ClusterIP',
      clusterIP: '10.96.0.7',
      clusterIPs: ['10.96.0.7'],
      ipFamilies: ['IPv4'],
      selector: { app: name },
      ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 }],
    },
    status: { loadBalancer: {} },
  }
}

/** Its slice: an endpoint for each of `ready`. */
export function printedSlice(namespace: string, service: string, ready: readonly boolean[]): Raw {
  const name = `${service}-x1`
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      namespace,
      name,
      uid: `${namespace}-${name}`,
      labels: {
        'kubernetes.io/service-name': service,
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      },
    },
    addressType: 'IPv4',
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    endpoints: ready.map((isReady, at) => ({
      addresses: [`10.0.0.${at + 1}`],
      conditions: { ready: isReady, serving: isReady, terminating: false },
      nodeName: 'node-1',
      targetRef: { kind: 'Pod', namespace, name: `${service}-${at}`, uid: `${namespace}-${service}-${at}` },
    })),
  }
}

/** The pod behind one of its endpoints. */
export function printedPod(namespace: string, service: string, at: number): Raw {
  const name = `${service}-${at}`
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name, uid: `${namespace}-${name}`, labels: { app: service } },
    spec: {
      nodeName: 'node-1',
      containers: [{ name: 'web', image: 'web:1', ports: [{ containerPort: 8080 }] }],
    },
    status: {
      phase: 'Running',
      podIPs: [{ ip: `10.0.0.${at + 1}` }],
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [{ name: 'web', ready: true, restartCount: 0, state: { running: {} } }],
    },
  }
}
