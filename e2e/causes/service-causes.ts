import { type Json, makeDeployment, makeService, makeSlice } from '@slicescope/control-plane'
import { type Cause, SERVICE, type Site } from './cause.ts'

const MESH = { 'service.kubernetes.io/service-proxy-name': 'mesh' }
const HOLD = ['example.com/hold']

function makeSelectorless({ api, namespace }: Site) {
  return makeService(api, { namespace, name: SERVICE, selector: null })
}

/** A Service without selector and a slice for it, as people make them by hand. */
function byHand(slice: Omit<Parameters<typeof makeSlice>[1], 'namespace' | 'name'>): Cause['plant'] {
  return async site => {
    await makeSelectorless(site)
    await makeSlice(site.api, { namespace: site.namespace, name: 'web-by-hand', ...slice })
  }
}

/** Endpoints of the old API for a Service without selector. */
function endpointsByHand(metadata: Json, port = 'http'): Cause['plant'] {
  return async site => {
    const { api, namespace } = site
    await makeSelectorless(site)
    await api.post(`/api/v1/namespaces/${namespace}/endpoints`, {
      metadata: { name: SERVICE, ...metadata },
      subsets: [{ addresses: [{ ip: '10.98.0.9' }], ports: [{ name: port, port: 8080 }] }],
    })
  }
}

/** A: the Service by itself. */
export const SERVICE_CAUSES: readonly Cause[] = [
  {
    code: 'SC-A1',
    name: 'external-name',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /ExternalName db\.example\.com/,
    plant: ({ api, namespace }) =>
      makeService(api, { namespace, name: SERVICE, spec: { type: 'ExternalName', externalName: 'db.example.com' } }),
  },
  {
    code: 'SC-A2',
    name: 'no-selector',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /web .*<none>\n[^]*No resources found in no-selector namespace/,
    plant: makeSelectorless,
  },
  {
    code: 'SC-A3',
    name: 'slice-without-label',
    causeCertainty: 'likely',
    comesFirst: true,
    shows: /web-by-hand +IPv4 +8080 +10\.98\.0\.1 +\S+ *\n/,
    plant: async site => {
      const { api, namespace } = site
      await makeSelectorless(site)
      await api.post(`/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`, {
        metadata: { name: 'web-by-hand' },
        addressType: 'IPv4',
        ports: [{ name: 'http', port: 8080 }],
        endpoints: [{ addresses: ['10.98.0.1'] }],
      })
    },
  },
  {
    code: 'SC-A3',
    name: 'slice-of-another-name',
    causeCertainty: 'likely',
    comesFirst: true,
    says: 'has kubernetes.io/service-name=wbe, and Service wbe does not exist',
    shows: /web-by-hand .*\bwbe\b/,
    plant: byHand({ service: 'wbe', endpoints: [{ addresses: ['10.98.0.2'] }] }),
  },
  {
    code: 'SC-A4',
    name: 'unnamed-port-by-hand',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /"name":"http"[^]*"name":""/,
    plant: byHand({ service: SERVICE, ports: [{ port: 8080 }], endpoints: [{ addresses: ['10.98.0.3'] }] }),
  },
  {
    code: 'SC-A4',
    name: 'other-protocol-by-hand',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /"protocol":"TCP"[^]*"protocol":"UDP"/,
    plant: byHand({
      service: SERVICE,
      ports: [{ name: 'http', port: 8080, protocol: 'UDP' }],
      endpoints: [{ addresses: ['10.98.0.4'] }],
    }),
  },
  {
    code: 'SC-A4',
    name: 'other-port-in-endpoints',
    causeCertainty: 'proven',
    comesFirst: true,
    says: 'which mirrors Endpoints web, has web/TCP',
    shows: /"name":"http"[^]*"name":"web"/,
    plant: endpointsByHand({}, 'web'),
  },
  {
    code: 'SC-A5',
    name: 'skip-mirror',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /endpointslice\.kubernetes\.io\/skip-mirror: "true"[^]*ip: 10\.98\.0\.9/,
    plant: endpointsByHand({ labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } }),
  },
  {
    code: 'SC-A5',
    name: 'leader-lock',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /control-plane\.alpha\.kubernetes\.io\/leader: [^]*ip: 10\.98\.0\.9/,
    plant: endpointsByHand({ annotations: { 'control-plane.alpha.kubernetes.io/leader': '{}' } }),
  },
  {
    code: 'SC-A6',
    name: 'all-not-ready-by-hand',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /- 10\.98\.0\.5\n +conditions:\n +ready: false/,
    plant: byHand({
      service: SERVICE,
      endpoints: [{ addresses: ['10.98.0.5'], conditions: { ready: false } }],
    }),
  },
  {
    code: 'SC-A6',
    name: 'fqdn-by-hand',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /addressType: FQDN/,
    plant: byHand({ service: SERVICE, addressType: 'FQDN', endpoints: [{ addresses: ['db.example.com'] }] }),
  },
  {
    code: 'SC-A6',
    name: 'no-port-number-by-hand',
    causeCertainty: 'proven',
    comesFirst: true,
    // The list ends without a line `port:`.
    shows: /ports:\n {2}- name: http\n {4}protocol: TCP\n(?! {4}port)/,
    plant: byHand({
      service: SERVICE,
      ports: [{ name: 'http', protocol: 'TCP' }],
      endpoints: [{ addresses: ['10.98.0.6'] }],
    }),
  },
  {
    code: 'SC-A7',
    name: 'other-proxy',
    causeCertainty: 'proven',
    comesFirst: true,
    says: 'service-proxy-name=mesh makes kube-proxy ignore it',
    shows: /service\.kubernetes\.io\/service-proxy-name=mesh/,
    plant: async ({ api, namespace }) => {
      await makeService(api, { namespace, name: SERVICE, labels: MESH })
      await makeDeployment(api, { namespace, name: 'web', replicas: 2 })
    },
  },
  {
    code: 'SC-A8',
    name: 'service-held-by-finalizer',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /\d{4}-\d\d-\d\dT.*example\.com\/hold/,
    plant: async ({ api, namespace }) => {
      await api.post(`/api/v1/namespaces/${namespace}/services`, {
        metadata: { name: SERVICE, finalizers: HOLD },
        spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
      })
      await makeDeployment(api, { namespace, name: 'web', replicas: 2 })
      await api.delete(`/api/v1/namespaces/${namespace}/services/${SERVICE}`)
    },
  },
  {
    code: 'SC-A8',
    name: 'namespace-ends',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /Terminating/,
    plant: async ({ api, namespace }) => {
      await api.post(`/api/v1/namespaces/${namespace}/services`, {
        metadata: { name: SERVICE, finalizers: HOLD },
        spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
      })
      await makeDeployment(api, { namespace, name: 'web', replicas: 2 })
      await api.delete(`/api/v1/namespaces/${namespace}`)
    },
  },
]
