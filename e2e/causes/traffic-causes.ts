import {
  type Json,
  makeDaemonSet,
  makeDeployment,
  makeNodes,
  makePod,
  makeService,
  makeSlice,
  waitFor,
} from '@slicescope/control-plane'
import { type Cause, SERVICE, type Site } from './cause.ts'
import { CONTAINER, makeStillPod } from './still-pods.ts'

const FOR_WEB = { labels: { app: SERVICE } } as const

/** Pods of the Service on the simulated Nodes of these numbers: the zones a, b and c in turn. */
async function makePodsOn({ api, namespace, nodes }: Site, at: readonly number[], spec: Json = {}): Promise<void> {
  for (const [n, node] of at.entries())
    await makePod(api, {
      ...FOR_WEB,
      namespace,
      name: `web-${n}`,
      nodeName: nodes[node] ?? '',
      spec: { containers: [CONTAINER], ...spec },
    })
}

async function giveAddress({ api, namespace }: Site): Promise<void> {
  await api.patch(`/api/v1/namespaces/${namespace}/services/${SERVICE}/status`, {
    status: { loadBalancer: { ingress: [{ ip: '203.0.113.9' }] } },
  })
}

/** A hand-made slice that no selector stands behind. */
function slice(site: Site, endpoint: Json, change: { readonly addressType?: 'IPv4' | 'IPv6' } = {}): Promise<unknown> {
  const { api, namespace } = site
  return makeSlice(api, { namespace, name: 'by-hand-1', service: SERVICE, endpoints: [endpoint], ...change })
}

/** E1 to E3: ports. */
const PORTS: readonly Cause[] = [
  {
    code: 'SC-E1',
    name: 'named-port',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /"name":"web"/,
    beside: ['SC-G11'],
    plant: async ({ api, namespace }) => {
      const ports = [{ name: 'http', port: 80, targetPort: 'no-such-port' }]
      await makeService(api, { namespace, name: SERVICE, ports })
      await makeDeployment(api, {
        namespace,
        name: SERVICE,
        replicas: 2,
        pods: { ports: [{ name: 'web', containerPort: 8080 }] },
      })
    },
  },
  {
    code: 'SC-E1',
    name: 'named-port-of-two',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /web-0 .*"name":"http"/,
    plant: async site => {
      const { api, namespace } = site
      const ports = [
        { name: 'http', port: 80, targetPort: 'http' },
        { name: 'metrics', port: 9090, targetPort: 'metrics' },
      ]
      await makeService(api, { namespace, name: SERVICE, ports })
      await makePodsOn(site, [0, 1])
    },
  },
  {
    code: 'SC-E2',
    name: 'port-protocol',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /"name":"dns","protocol":"TCP"/,
    plant: async site => {
      const { api, namespace } = site
      const ports = [{ name: 'dns', protocol: 'UDP', port: 53, targetPort: 'dns' }]
      await makeService(api, { namespace, name: SERVICE, ports })
      const own = { ...CONTAINER, ports: [{ name: 'dns', containerPort: 5353 }] }
      await makePodsOn(site, [0, 1], { containers: [own] })
    },
  },
  {
    code: 'SC-E3',
    name: 'undeclared-port',
    causeCertainty: 'hint',
    comesFirst: false,
    says: 'Target port is not a declared container port: ',
    shows: /targetPort 9090[^]*"containerPort":8080/,
    plant: async site => {
      const { api, namespace } = site
      await makeService(api, { namespace, name: SERVICE, ports: [{ name: 'http', port: 80, targetPort: 9090 }] })
      await makePodsOn(site, [0, 1])
    },
  },
]

/** E5 to E8: policies, hints, families. */
const WAYS: readonly Cause[] = [
  {
    code: 'SC-E5',
    name: 'internal-local',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: / node-0\n[^]*node\/node-1/,
    plant: async site => {
      const { api, namespace } = site
      await makeService(api, { namespace, name: SERVICE, spec: { internalTrafficPolicy: 'Local' } })
      await makePodsOn(site, [0])
      await makePod(api, { namespace, name: 'client', nodeName: site.nodes[1] ?? '' })
    },
  },
  {
    code: 'SC-E5',
    name: 'internal-local-without-endpoint',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /198\.51\.100\.21 +<none>\n[^]*node\/node-1/,
    plant: async site => {
      const { api, namespace } = site
      await makeService(api, { namespace, name: SERVICE, selector: null, spec: { internalTrafficPolicy: 'Local' } })
      await slice(site, { addresses: ['198.51.100.21'] })
      await makePod(api, { namespace, name: 'client', nodeName: site.nodes[1] ?? '' })
    },
  },
  {
    code: 'SC-E5',
    name: 'node-port-local',
    causeCertainty: 'hint',
    comesFirst: false,
    shows: / node-0\n[^]*node\/node-1/,
    plant: async site => {
      const { api, namespace } = site
      const spec = { type: 'NodePort', externalTrafficPolicy: 'Local' }
      await makeService(api, { namespace, name: SERVICE, spec })
      await makePodsOn(site, [0])
    },
  },
  {
    code: 'SC-E6',
    name: 'hinted-overload',
    causeCertainty: 'likely',
    comesFirst: false,
    shows: /"forZones":\[\{"name":"a"\}\]/,
    plant: async site => {
      const { api, namespace } = site
      await makeService(api, { namespace, name: SERVICE, spec: { trafficDistribution: 'PreferSameZone' } })
      await makePodsOn(site, [0, 1, 1, 1, 1, 1, 4, 4, 4, 4, 4, 4])
    },
  },
  {
    code: 'SC-E7',
    name: 'one-family',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /by-hand-1 +IPv4/,
    plant: async site => {
      const { api, namespace } = site
      await makeService(api, { namespace, name: SERVICE, selector: null, spec: { ipFamilyPolicy: 'RequireDualStack' } })
      await slice(site, { addresses: ['198.51.100.22'] })
    },
  },
  {
    code: 'SC-E7',
    name: 'one-family-of-the-ready',
    causeCertainty: 'proven',
    comesFirst: false,
    shows: /IPv6 +false/,
    beside: ['SC-D4', 'SC-C6'],
    plant: async site => {
      const { api, namespace } = site
      await makeService(api, { namespace, name: SERVICE, spec: { ipFamilyPolicy: 'RequireDualStack' } })
      await makeStillPod(site, { ips: ['10.99.2.1'] })
      await makeStillPod(site, { name: 'web-1', ips: ['10.99.2.2', 'fd00:99:2::2'], ready: false })
    },
  },
  {
    code: 'SC-E8',
    name: 'network-policy',
    causeCertainty: 'likely',
    comesFirst: true,
    shows: /name: closed[^]*policyTypes:\s+- Ingress/,
    plant: async site => {
      await behindPolicy(site, 'closed', { podSelector: {}, policyTypes: ['Ingress'] })
    },
  },
  {
    code: 'SC-E8',
    name: 'network-policy-for-another-port',
    causeCertainty: 'likely',
    comesFirst: true,
    shows: /port: 80\s/,
    plant: async site => {
      const ingress = [{ ports: [{ port: 80 }] }]
      await behindPolicy(site, 'service-port', { podSelector: { matchLabels: { app: SERVICE } }, ingress })
    },
  },
  {
    code: 'SC-E8',
    name: 'network-policy-for-some',
    causeCertainty: 'hint',
    comesFirst: false,
    shows: /name: some[^]*role: front/,
    plant: async site => {
      const from = [{ podSelector: { matchLabels: { role: 'front' } } }]
      await behindPolicy(site, 'some', { podSelector: {}, ingress: [{ from }] })
    },
  },
]

async function behindPolicy(site: Site, name: string, spec: Json): Promise<void> {
  const { api, namespace } = site
  await makeService(api, { namespace, name: SERVICE })
  await makePodsOn(site, [0, 1])
  await api.post(`/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies`, { metadata: { name }, spec })
}

/** E9 to E13: addresses and Nodes. */
const PLACES: readonly Cause[] = [
  {
    code: 'SC-E9',
    name: 'duplicate-address',
    causeCertainty: 'hint',
    comesFirst: false,
    shows: /duplicate-address +other [^]*duplicate-address +web-0 /,
    plant: async site => {
      const { api, namespace } = site
      await makeService(api, { namespace, name: SERVICE })
      await makeStillPod(site, { ips: ['10.99.2.11'] })
      await makeStillPod(site, { name: 'other', labels: { app: 'other' }, ips: ['10.99.2.11'] })
    },
  },
  {
    code: 'SC-E10',
    name: 'outside-the-range-of-the-node',
    causeCertainty: 'hint',
    comesFirst: false,
    shows: /10\.99\.2\.21 [^]*ranged-20 +\[\S+\/20/,
    beside: ['SC-G5'],
    plant: async site => {
      const { api, namespace } = site
      const [node = ''] = await makeNodes(api, { count: 1, first: 20, prefix: 'ranged', simulated: false })
      const { spec } = await api.get<{ spec: { podCIDR: string } }>(`/api/v1/nodes/${node}`)
      await makeService(api, { namespace, name: SERVICE })
      await makeStillPod(site, { node, ips: [spec.podCIDR.replace(/0\/20$/, '7')] })
      await makeStillPod(site, { name: 'web-1', node, ips: ['10.99.2.21'] })
    },
  },
  {
    code: 'SC-E11',
    name: 'node-without-network',
    causeCertainty: 'likely',
    comesFirst: true,
    shows: /offline-30 +True .*node\.kubernetes\.io\/network-unavailable/,
    plant: async site => {
      const { api, namespace } = site
      const [node = ''] = await makeNodes(api, { count: 1, first: 30, prefix: 'offline', simulated: false })
      await api.patch(
        `/api/v1/nodes/${node}/status`,
        { status: { conditions: [{ type: 'NetworkUnavailable', status: 'True', reason: 'NoRouteCreated' }] } },
        'application/strategic-merge-patch+json',
      )
      await makeService(api, { namespace, name: SERVICE })
      await makeStillPod(site, { node, ips: ['10.99.2.31'] })
      await makeStillPod(site, { name: 'web-1', ips: ['10.99.2.32'] })
    },
  },
  {
    code: 'SC-E12a',
    name: 'host-port-clash',
    causeCertainty: 'hint',
    comesFirst: false,
    shows: /web-0 +still-0 +true +8080\nweb-1 +still-0 +true +8080/,
    plant: site => onHostNetwork(site, 'web-0', 'web-1'),
  },
  {
    code: 'SC-E12b',
    name: 'host-dns-policy',
    causeCertainty: 'hint',
    comesFirst: false,
    shows: /true ClusterFirst\n$/,
    plant: site => onHostNetwork(site, 'web-0'),
  },
  {
    code: 'SC-E13',
    name: 'node-agent',
    causeCertainty: 'hint',
    comesFirst: false,
    shows: /kube-proxy-\w+ +0\/1/,
    plant: async site => {
      const { api, namespace } = site
      const [node = ''] = await makeNodes(api, { count: 1, first: 40, prefix: 'agentless', simulated: false })
      await makeService(api, { namespace, name: SERVICE })
      await makeStillPod(site, { node, ips: ['10.99.2.41'] })
      await makeDaemonSet(api, {
        namespace: 'kube-system',
        name: 'kube-proxy',
        pods: { spec: { nodeSelector: { 'kubernetes.io/hostname': node }, tolerations: [{ operator: 'Exists' }] } },
      })
    },
  },
]

async function onHostNetwork(site: Site, ...names: readonly string[]): Promise<void> {
  const { api, namespace, still } = site
  const { status } = await api.get<{ status: { addresses: readonly { type: string; address: string }[] } }>(
    `/api/v1/nodes/${still}`,
  )
  const ips = status.addresses.filter(({ type }) => type === 'InternalIP').map(({ address }) => address)
  await makeService(api, { namespace, name: SERVICE })
  for (const name of names) await makeStillPod(site, { name, ips, spec: { hostNetwork: true } })
}

const LOCAL: Json = { type: 'LoadBalancer', externalTrafficPolicy: 'Local' }
const LOCAL_BALANCER = {
  code: 'SC-E14b',
  causeCertainty: 'proven',
  comesFirst: true,
  shows: /External Traffic Policy: +Local/,
} as const

/** E14 and E15: what stands beside the slices. */
const BESIDE: readonly Cause[] = [
  {
    code: 'SC-E14a',
    name: 'no-load-balancer',
    causeCertainty: 'proven',
    comesFirst: true,
    shows:
      /Type: +LoadBalancer[^]*LoadBalancer Ingress: *(?:\n|$)|^(?![^]*LoadBalancer Ingress)[^]*Type: +LoadBalancer/,
    plant: async site => {
      const { api, namespace } = site
      await makeService(api, { namespace, name: SERVICE, spec: { type: 'LoadBalancer' } })
      await makePodsOn(site, [0, 1])
    },
  },
  {
    ...LOCAL_BALANCER,
    name: 'load-balancer-local',
    plant: async site => {
      const { api, namespace } = site
      await makeService(api, { namespace, name: SERVICE, spec: LOCAL })
      await giveAddress(site)
      await makePodsOn(site, [0, 1])
    },
  },
  {
    ...LOCAL_BALANCER,
    name: 'load-balancer-local-without-endpoint',
    plant: async site => {
      const { api, namespace } = site
      await makeService(api, { namespace, name: SERVICE, selector: null, spec: LOCAL })
      await giveAddress(site)
      await slice(site, { addresses: ['198.51.100.23'] })
    },
  },
  {
    code: 'SC-E15',
    name: 'endpoints-edited',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /ip: 198\.51\.100\.24/,
    plant: async site => {
      const { api, namespace } = site
      await makeService(api, { namespace, name: SERVICE })
      await makePodsOn(site, [0, 1])
      const path = `/api/v1/namespaces/${namespace}/endpoints/${SERVICE}`
      const subsets = await waitFor(
        async () => {
          const endpoints = await api.get<{ subsets?: readonly { addresses?: readonly Json[] }[] }>(path)
          return (endpoints.subsets?.[0]?.addresses ?? []).length === 2 && endpoints.subsets
        },
        { what: `both pods in the Endpoints of ${namespace}` },
      )
      const edited = subsets.map(subset => ({ ...subset, addresses: [{ ip: '198.51.100.24' }] }))
      await api.patch(path, { subsets: edited })
    },
  },
]

/** E: endpoints are ready and get no traffic, or not all of it. */
export const TRAFFIC_CAUSES: readonly Cause[] = [...PORTS, ...WAYS, ...PLACES, ...BESIDE]
