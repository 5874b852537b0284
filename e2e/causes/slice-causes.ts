import { type Json, makeNamespace, makeNodes, makePod, makeService, makeSlice } from '@slicescope/control-plane'
import { type Cause, SERVICE, type Site } from './cause.ts'
import { atRest, CONTAINER, makeStillPod } from './still-pods.ts'

async function slices(site: Site, ...endpoints: readonly (readonly Json[])[]): Promise<void> {
  const { api, namespace } = site
  await makeService(api, { namespace, name: SERVICE, selector: null })
  for (const [n, own] of endpoints.entries())
    await makeSlice(api, { namespace, name: `by-hand-${n}`, service: SERVICE, endpoints: own })
}

/** The Service, and a ready pod of it on a Node of its own. */
async function onNodeOfItsOwn(site: Site, { prefix, first, ip }: { prefix: string; first: number; ip: string }) {
  const { api, namespace } = site
  const [node = ''] = await makeNodes(api, { count: 1, first, prefix, zones: ['a'], simulated: false })
  await makeService(api, { namespace, name: SERVICE })
  await makeStillPod(site, { node, ips: [ip] })
  await atRest(site, 1)
  return node
}

/** G1 to G5, G13 to G15: slices that say what is not so, or what is not well. */
export const SLICE_CAUSES: readonly Cause[] = [
  {
    code: 'SC-G1',
    name: 'slice-older-than-its-pod',
    causeCertainty: 'proven',
    comesFirst: false,
    shows: /10\.99\.4\.1\b/,
    beside: ['SC-C4'],
    plant: async site => {
      const { api, namespace } = site
      await makeService(api, { namespace, name: SERVICE })
      await makeStillPod(site, { ips: ['10.99.4.1'], ready: false })
      await makeStillPod(site, { name: 'web-1', ips: ['10.99.4.2'] })
      await atRest(site, 2)
      await api.patch(`/api/v1/namespaces/${namespace}/pods/web-0/status`, {
        status: { phase: 'Failed', reason: 'Evicted' },
      })
    },
  },
  {
    code: 'SC-G2',
    name: 'endpoint-node-gone',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /gone-50/,
    plant: async site => {
      const node = await onNodeOfItsOwn(site, { prefix: 'gone', first: 50, ip: '10.99.4.11' })
      await site.api.delete(`/api/v1/nodes/${node}`)
    },
  },
  {
    code: 'SC-G3',
    name: 'endpoint-pod-gone',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /long-gone/,
    plant: async site => {
      const { namespace } = site
      const targetRef = { kind: 'Pod', namespace, name: 'long-gone', uid: '00000000-0000-0000-0000-000000000001' }
      await slices(site, [{ addresses: ['10.98.4.1'], targetRef }])
    },
  },
  {
    code: 'SC-G3',
    name: 'endpoint-of-another-pod',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /web-0/,
    plant: async site => {
      const { namespace } = site
      const pod = await makeStillPod(site, { ips: ['10.99.4.21'] })
      const targetRef = { kind: 'Pod', namespace, name: 'web-0', uid: pod.metadata.uid ?? '' }
      await slices(site, [{ addresses: ['10.98.4.2'], targetRef }])
    },
  },
  {
    code: 'SC-G4',
    name: 'endpoint-in-another-namespace',
    causeCertainty: 'hint',
    comesFirst: false,
    shows: /kube-system/,
    plant: async site => {
      const targetRef = { kind: 'Pod', namespace: 'kube-system', name: 'secret-keeper' }
      await slices(site, [{ addresses: ['10.98.4.3'], targetRef }])
    },
  },
  {
    code: 'SC-G4',
    name: 'address-in-another-namespace',
    causeCertainty: 'hint',
    comesFirst: false,
    shows: /of-somebody-else +victim /,
    plant: async site => {
      const namespace = 'of-somebody-else'
      await makeNamespace(site.api, namespace)
      await makeStillPod({ ...site, namespace }, { name: 'victim', ips: ['10.99.4.31'], labels: {} })
      await slices(site, [{ addresses: ['10.99.4.31'] }])
    },
  },
  {
    code: 'SC-G5',
    name: 'all-on-one-node',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /web-0 [^]*still-0[^]*web-1 [^]*still-0/,
    plant: async site => {
      await makeService(site.api, { namespace: site.namespace, name: SERVICE })
      await makeStillPod(site, { ips: ['10.99.4.41'] })
      await makeStillPod(site, { name: 'web-1', ips: ['10.99.4.42'] })
    },
  },
  {
    code: 'SC-G5',
    name: 'all-in-one-zone',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /web-0 [^]*node-0[^]*web-1 [^]*node-3/,
    plant: async ({ api, namespace, nodes }) => {
      await makeService(api, { namespace, name: SERVICE })
      for (const [n, node] of [0, 3].entries())
        await makePod(api, {
          namespace,
          name: `web-${n}`,
          labels: { app: SERVICE },
          nodeName: nodes[node] ?? '',
          spec: { containers: [CONTAINER] },
        })
    },
  },
  {
    code: 'SC-G13',
    name: 'zone-of-the-node-changed',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /moved-60 +a\n[^]*moved-60 .* b\n/,
    plant: async site => {
      const node = await onNodeOfItsOwn(site, { prefix: 'moved', first: 60, ip: '10.99.4.51' })
      await site.api.patch(`/api/v1/nodes/${node}`, { metadata: { labels: { 'topology.kubernetes.io/zone': 'b' } } })
    },
  },
  {
    code: 'SC-G14',
    name: 'called-not-ready-by-hand',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /10\.98\.4\.5\n\s+conditions:\n\s+ready: false/,
    plant: site =>
      slices(site, [{ addresses: ['10.98.4.4'] }, { addresses: ['10.98.4.5'], conditions: { ready: false } }]),
  },
  {
    code: 'SC-G14',
    name: 'called-not-ready-by-endpoints',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /10\.98\.4\.7\n\s+conditions:\n\s+ready: false/,
    plant: async ({ api, namespace }) => {
      await makeService(api, { namespace, name: SERVICE, selector: null })
      await api.post(`/api/v1/namespaces/${namespace}/endpoints`, {
        metadata: { name: SERVICE },
        subsets: [
          {
            addresses: [{ ip: '10.98.4.6' }],
            notReadyAddresses: [{ ip: '10.98.4.7' }],
            ports: [{ name: 'http', port: 8080 }],
          },
        ],
      })
    },
  },
  {
    code: 'SC-G15',
    name: 'slices-contradict',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /ready: true[^]*ready: false|ready: false[^]*ready: true/,
    plant: site =>
      slices(
        site,
        [{ addresses: ['10.98.4.8'], conditions: { ready: true } }],
        [{ addresses: ['10.98.4.8'], conditions: { ready: false } }],
      ),
  },
]
