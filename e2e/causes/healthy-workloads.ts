import { makeDaemonSet, makePod, makeStatefulSet, setPodStatus, waitFor } from '@slicescope/control-plane'
import { deployment, HTTP, type HealthyShape, type Labels, type Place, service } from './healthy-shape.ts'

/** A StatefulSet with this many ready pods, once they are there. */
async function statefulSet({ api, namespace }: Place, name: string, replicas: number): Promise<void> {
  await makeStatefulSet(api, { namespace, name, replicas, pods: { ports: [{ name: 'web', containerPort: 8080 }] } })
}

/** What an operator or a sidecar does to a pod while it runs. */
async function label({ api, namespace }: Place, pod: string, labels: Labels): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}`
  await waitFor(async () => (await api.raw('GET', path)).status === 200, { what: `pod ${pod} in ${namespace}` })
  await api.patch(path, { metadata: { labels } })
}

/** Pod-0 is the leader, the others follow it. */
async function withRoles(
  place: Place,
  name: string,
  replicas: number,
  roles: { key: string; leader: string; other: string },
) {
  await statefulSet(place, name, replicas)
  await Promise.all(
    Array.from({ length: replicas }, (_, n) =>
      label(place, `${name}-${n}`, { [roles.key]: n === 0 ? roles.leader : roles.other }),
    ),
  )
}

/** A pod that has ended, with the address that another pod has by now, where one is given. */
async function endedPod(place: Place, name: string, labels: Labels, phase: 'Succeeded' | 'Failed', ip?: string) {
  const { api, namespace, still } = place
  await makePod(api, { namespace, name, labels, nodeName: still })
  const status = phase === 'Failed' ? { reason: 'Evicted' } : {}
  await setPodStatus(
    api,
    { namespace, name },
    { phase, ready: false, ...(ip === undefined ? {} : { ips: [ip] }), status },
  )
}

/** Serves a kind that an operator brings, so that what it owns is not taken for an orphan. */
async function serveKind({ api }: Pick<Place, 'api'>, group: string, kind: string): Promise<void> {
  const plural = `${kind.toLowerCase()}s`
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } }
  await api.post('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: { kind, plural, singular: kind.toLowerCase() },
      scope: 'Namespaced',
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  })
  const served = async () => (await api.raw('GET', `/apis/${group}/v1/${plural}`)).status === 200
  await waitFor(served, { what: `${plural}.${group} to be served` })
}

/** An object of an operator's kind, as the owner of what is made after it. */
async function owner({ api, namespace }: Place, group: string, kind: string, name: string) {
  const made = await api.post<{ readonly metadata: { readonly uid: string } }>(
    `/apis/${group}/v1/namespaces/${namespace}/${kind.toLowerCase()}s`,
    { apiVersion: `${group}/v1`, kind, metadata: { name } },
  )
  return { apiVersion: `${group}/v1`, kind, name, uid: made.metadata.uid, controller: true }
}

/** A ReplicaSet of an Argo Rollout. */
async function revision(place: Place, rollout: object, hash: string, replicas: number): Promise<void> {
  const { api, namespace } = place
  const labels = { app: 'argo', 'rollouts-pod-template-hash': hash }
  await api.post(`/apis/apps/v1/namespaces/${namespace}/replicasets`, {
    metadata: { name: `argo-${hash}`, labels, ownerReferences: [rollout] },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'main', image: 'argo:1', ports: [{ name: 'web', containerPort: 8080 }] }] },
      },
    },
  })
}

/** Shapes of workloads behind Services. */
export const HEALTHY_WORKLOADS: readonly HealthyShape[] = [
  {
    name: 'shared',
    make: async place => {
      const ports = [
        { name: 'one', port: 8001, targetPort: 'one-http' },
        { name: 'two', port: 8002, targetPort: 'two-http' },
      ]
      await service(place, 'shared', { selector: { lb: 'shared' }, ports, spec: { type: 'LoadBalancer' } })
      for (const own of ['one', 'two'])
        await deployment(place, `shared-${own}`, {
          labels: { lb: 'shared', part: own },
          ports: [{ name: `${own}-http`, containerPort: 3000 }],
        })
    },
  },
  {
    name: 'canary',
    make: async place => {
      await service(place, 'canary', { selector: { app: 'canary' } })
      for (const track of ['stable', 'next']) {
        await service(place, `canary-${track}`, { selector: { app: 'canary', track } })
        await deployment(place, `canary-${track}`, {
          labels: { app: 'canary', track },
          replicas: track === 'next' ? 1 : 2,
        })
      }
      await service(place, 'canary-metrics', { selector: { app: 'canary' }, ports: [{ name: 'metrics', port: 9090 }] })
    },
  },
  {
    name: 'gateway',
    make: async place => {
      const selector = { istio: 'ingressgateway' }
      const ports = [
        { name: 'status-port', port: 15_021 },
        { name: 'http2', port: 80, targetPort: 8080 },
      ]
      await service(place, 'gateway', { selector, ports, spec: { type: 'LoadBalancer' } })
      for (const rev of ['1-24', '1-25'])
        await deployment(place, `gateway-${rev}`, {
          labels: { ...selector, 'istio.io/rev': rev },
          ports: [{ name: 'http-envoy-prom', containerPort: 15_090 }],
        })
    },
  },
  {
    name: 'bluegreen',
    make: async place => {
      for (const [color, replicas] of [
        ['blue', 1],
        ['green', 0],
      ] as const) {
        await service(place, `bluegreen-${color}`, { selector: { app: 'bluegreen', color } })
        await deployment(place, `bluegreen-${color}`, { labels: { app: 'bluegreen', color }, replicas })
      }
    },
  },
  {
    name: 'flagger',
    make: async place => {
      await deployment(place, 'flagger', { replicas: 0 })
      await deployment(place, 'flagger-primary')
      await service(place, 'flagger', { selector: { app: 'flagger-primary' } })
      await service(place, 'flagger-primary')
      await service(place, 'flagger-canary', { selector: { app: 'flagger' } })
    },
  },
  {
    name: 'argo',
    make: async place => {
      const rollout = await owner(place, 'argoproj.io', 'Rollout', 'argo')
      await revision(place, rollout, '5f9d', 1)
      await revision(place, rollout, '7c4b', 0)
      await service(place, 'argo-stable', { selector: { app: 'argo', 'rollouts-pod-template-hash': '5f9d' } })
      await service(place, 'argo-canary', { selector: { app: 'argo', 'rollouts-pod-template-hash': '7c4b' } })
      await service(place, 'argo', { selector: { app: 'argo' } })
    },
  },
  {
    name: 'keda',
    make: async place => {
      await deployment(place, 'keda', { replicas: 0 })
      await service(place, 'keda')
      await place.api.post(`/apis/autoscaling/v2/namespaces/${place.namespace}/horizontalpodautoscalers`, {
        metadata: { name: 'keda-hpa-keda' },
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'keda' },
          minReplicas: 1,
          maxReplicas: 5,
          metrics: [],
        },
      })
    },
  },
  {
    name: 'pg',
    make: async place => {
      await withRoles(place, 'pg', 3, { key: 'cnpg.io/instanceRole', leader: 'primary', other: 'replica' })
      await service(place, 'pg', { headless: true, spec: { publishNotReadyAddresses: true } })
      await service(place, 'pg-rw', { selector: { app: 'pg', 'cnpg.io/instanceRole': 'primary' } })
      await service(place, 'pg-ro', { selector: { app: 'pg', 'cnpg.io/instanceRole': 'replica' } })
      await service(place, 'pg-r', { selector: { app: 'pg' } })
    },
  },
  {
    name: 'single',
    make: async place => {
      await withRoles(place, 'single', 1, { key: 'redis-role', leader: 'master', other: 'slave' })
      await service(place, 'single', { headless: true })
      await service(place, 'single-master', { selector: { app: 'single', 'redis-role': 'master' } })
      await service(place, 'single-replica', { selector: { app: 'single', 'redis-role': 'slave' } })
    },
  },
  {
    name: 'vault',
    make: async place => {
      await withRoles(place, 'vault', 2, { key: 'vault-active', leader: 'true', other: 'false' })
      await service(place, 'vault', { headless: true, spec: { publishNotReadyAddresses: true } })
      await service(place, 'vault-active', { selector: { app: 'vault', 'vault-active': 'true' } })
      await service(place, 'vault-standby', { selector: { app: 'vault', 'vault-active': 'false' } })
    },
  },
  {
    name: 'monitored',
    make: async place => {
      for (const component of ['kube-scheduler', 'kube-controller-manager', 'etcd'])
        await service(place, `monitored-${component}`, { headless: true, selector: { component } })
    },
  },
  {
    name: 'certs',
    make: async place => {
      const { api, namespace } = place
      await deployment(place, 'certs', { ports: [{ name: 'https', containerPort: 10_250 }] })
      await service(place, 'certs', { ports: [{ name: 'https', port: 443, targetPort: 'https' }] })
      await api.post('/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations', {
        metadata: { name: `certs-${namespace}` },
        webhooks: [
          {
            name: 'webhook.certs.example.com',
            clientConfig: { service: { namespace, name: 'certs', path: '/validate' } },
            rules: [
              {
                apiGroups: ['certs.example.com'],
                apiVersions: ['v1'],
                resources: ['certificates'],
                operations: ['CREATE'],
              },
            ],
            sideEffects: 'None',
            admissionReviewVersions: ['v1'],
          },
        ],
      })
    },
  },
  {
    name: 'prom',
    make: async place => {
      const { api, namespace } = place
      const pods = {
        labels: { app: 'prom', 'operator.prometheus.io/name': 'prom' },
        ports: [{ name: 'web', containerPort: 9090 }],
      }
      await makeStatefulSet(api, { namespace, name: 'prom', replicas: 2, pods, spec: { serviceName: 'prom-operated' } })
      const ports = [{ name: 'web', port: 9090, targetPort: 'web' }]
      await service(place, 'prom-operated', { headless: true, selector: { app: 'prom' }, ports })
      await service(place, 'prom', { ports, selector: { 'operator.prometheus.io/name': 'prom' } })
    },
  },
  {
    name: 'es',
    make: async place => {
      await statefulSet(place, 'es', 2)
      await service(place, 'es', { headless: true, spec: { publishNotReadyAddresses: true } })
      await service(place, 'es-http', { selector: { app: 'es' } })
      await service(place, 'es-noports', { headless: true, selector: { app: 'es' }, ports: [] })
    },
  },
  {
    name: 'dns',
    make: async place => {
      const ports = [
        { name: 'dns', port: 53, protocol: 'UDP', targetPort: 'dns' },
        { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 'dns-tcp' },
        { name: 'metrics', port: 9153 },
      ]
      await service(place, 'dns', { ports })
      await deployment(place, 'dns', {
        ports: [
          { name: 'dns', containerPort: 53, protocol: 'UDP' },
          { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
          { name: 'metrics', containerPort: 9153 },
        ],
      })
    },
  },
  {
    name: 'nginx',
    make: async place => {
      const labels = { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' }
      const ports = [
        { name: 'http', containerPort: 80 },
        { name: 'https', containerPort: 443 },
        { name: 'webhook', containerPort: 8443 },
      ]
      await deployment(place, 'nginx', { labels, ports, replicas: 2 })
      const open = [
        { name: 'http', port: 80, targetPort: 'http' },
        { name: 'https', port: 443, targetPort: 'https' },
      ]
      await service(place, 'nginx', {
        selector: labels,
        ports: open,
        spec: { type: 'LoadBalancer', externalTrafficPolicy: 'Local' },
      })
      await service(place, 'nginx-internal', {
        selector: labels,
        ports: open,
        spec: { type: 'LoadBalancer', loadBalancerClass: 'example.com/internal' },
      })
      await service(place, 'nginx-nodeport', { selector: labels, ports: open, spec: { type: 'NodePort' } })
      await service(place, 'nginx-admission', {
        selector: labels,
        ports: [{ name: 'https-webhook', port: 443, targetPort: 'webhook' }],
      })
      await endedPod(place, 'nginx-admission-create', { ...labels, job: 'create' }, 'Succeeded')
    },
  },
  {
    name: 'evicted',
    make: async place => {
      await deployment(place, 'evicted')
      await service(place, 'evicted')
      await service(place, 'evicted-metrics', {
        selector: { app: 'evicted' },
        ports: [{ name: 'metrics', port: 9102 }],
      })
      await endedPod(place, 'evicted-before', { app: 'evicted' }, 'Failed', `10.99.200.${place.number + 1}`)
      await endedPod(place, 'evicted-job', { app: 'evicted' }, 'Succeeded', `10.99.200.${place.number + 1}`)
    },
  },
  {
    name: 'agent',
    make: async place => {
      // Its pods have the addresses of the Nodes, so one namespace has them.
      if (place.number > 0) return
      const { api, namespace } = place
      await makeDaemonSet(api, {
        namespace,
        name: 'agent',
        pods: { ports: [{ name: 'metrics', containerPort: 9100, hostPort: 9100 }], spec: { hostNetwork: true } },
      })
      await service(place, 'agent', { headless: true, ports: [{ name: 'metrics', port: 9100 }] })
    },
  },
  {
    name: 'kafka',
    make: async place => {
      const { api, namespace, nodes } = place
      const labels = { 'strimzi.io/cluster': 'kafka', 'strimzi.io/kind': 'Kafka' }
      for (const pool of ['controller', 'broker']) {
        const set = await owner(place, 'core.strimzi.io', 'StrimziPodSet', `kafka-${pool}`)
        await api.post(`/api/v1/namespaces/${namespace}/pods`, {
          metadata: {
            name: `kafka-${pool}-0`,
            labels: { ...labels, [`strimzi.io/${pool}-role`]: 'true' },
            ownerReferences: [set],
          },
          spec: {
            nodeName: nodes[0],
            containers: [{ name: 'kafka', image: 'kafka:1', ports: [{ name: 'tcp-clients', containerPort: 9092 }] }],
          },
        })
      }
      await service(place, 'kafka-bootstrap', {
        selector: { ...labels, 'strimzi.io/broker-role': 'true' },
        ports: [{ name: 'tcp-clients', port: 9092 }],
      })
      await service(place, 'kafka-brokers', {
        headless: true,
        selector: labels,
        ports: [{ name: 'tcp-clients', port: 9092 }],
        spec: { publishNotReadyAddresses: true },
      })
    },
  },
  {
    name: 'alias',
    make: async place => {
      await service(place, 'alias', {
        selector: null,
        spec: { type: 'ExternalName', externalName: `pg-rw.${place.namespace}.svc.cluster.local` },
      })
      await service(place, 'alias-out', {
        selector: null,
        ports: [HTTP],
        spec: { type: 'ExternalName', externalName: 'db.example.com' },
      })
    },
  },
]

/** Where Knative's activator runs, which all revisions share. */
export const KNATIVE_ACTIVATOR = { namespace: 'knative-serving', ip: '10.99.201.1' } as const

/** What the shapes need once: the kinds of operators. */
export async function prepareShapes(place: Pick<Place, 'api'>): Promise<void> {
  await serveKind(place, 'argoproj.io', 'Rollout')
  await serveKind(place, 'core.strimzi.io', 'StrimziPodSet')
}
