import { type Json, makeService, makeSlice, waitFor } from '@slicescope/control-plane'
import { type Cause, SERVICE, type Site } from './cause.ts'
import { atRest, makeStillPod } from './still-pods.ts'

interface Listed {
  readonly items: readonly { readonly metadata: { readonly name: string } }[]
}

function slicesPath({ namespace }: Site): string {
  return `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`
}

/** The Service with one ready pod, and the slice that the controller wrote of it. */
async function written(site: Site, ip: string): Promise<string> {
  await makeService(site.api, { namespace: site.namespace, name: SERVICE })
  await makeStillPod(site, { ips: [ip] })
  await atRest(site, 1)
  const { items } = await site.api.get<Listed>(slicesPath(site))
  return items[0]?.metadata.name ?? ''
}

function endpointsOf({ api, namespace }: Site, metadata: Json, subsets: readonly Json[]): Promise<unknown> {
  return api.post(`/api/v1/namespaces/${namespace}/endpoints`, { metadata: { name: SERVICE, ...metadata }, subsets })
}

async function withoutSelector(site: Site, labels: Readonly<Record<string, string>> = {}): Promise<void> {
  await makeService(site.api, { namespace: site.namespace, name: SERVICE, selector: null, labels })
}

/** As an operator writes what it says of a Service. */
function warn({ api, namespace }: Site, { reason, message }: { reason: string; message: string }): Promise<unknown> {
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z')
  return api
    .get<{ readonly metadata: { readonly uid: string } }>(`/api/v1/namespaces/${namespace}/services/${SERVICE}`)
    .then(({ metadata }) =>
      api.post(`/api/v1/namespaces/${namespace}/events`, {
        metadata: { name: `${SERVICE}.1` },
        involvedObject: { apiVersion: 'v1', kind: 'Service', namespace, name: SERVICE, uid: metadata.uid },
        type: 'Warning',
        reason,
        message,
        firstTimestamp: now,
        lastTimestamp: now,
        source: { component: 'service-controller' },
      }),
    )
}

/** A headless Service whose mirrored ports are called otherwise; an object that is edited; an endpoint that was a Node. */
const DISAGREEING: readonly Cause[] = [
  {
    code: 'SC-A4',
    name: 'mirrored-port-of-another-name',
    causeCertainty: 'proven',
    comesFirst: true,
    says: 'Slice ports do not match the Service ports: ',
    shows: /"name":"web"/,
    plant: async site => {
      await withoutSelector(site)
      await endpointsOf(site, {}, [{ addresses: [{ ip: '10.98.7.41' }], ports: [{ name: 'web', port: 8080 }] }])
    },
  },
  {
    code: 'SC-A4',
    name: 'headless-port-of-another-name',
    causeCertainty: 'proven',
    comesFirst: true,
    says: '_http._tcp.web does not exist; the addresses resolve all the same',
    shows: /"name":"web"/,
    plant: async site => {
      const { api, namespace } = site
      await makeService(api, { namespace, name: SERVICE, selector: null, headless: true })
      await endpointsOf(site, {}, [{ addresses: [{ ip: '10.98.7.42' }], ports: [{ name: 'web', port: 8080 }] }])
    },
  },
  {
    code: 'SC-E15',
    name: 'endpoints-object-edited',
    causeCertainty: 'proven',
    comesFirst: false,
    says: '1 address in it is not ready in any slice (10.98.7.51), and it lacks 1 address that is ready in a slice (10.99.7.51)',
    shows: /10\.98\.7\.51/,
    plant: async site => {
      await written(site, '10.99.7.51')
      // The Endpoints controller puts it right at the next change of a pod or of the Service.
      await site.api.patch(`/api/v1/namespaces/${site.namespace}/endpoints/${SERVICE}`, {
        subsets: [{ addresses: [{ ip: '10.98.7.51' }], ports: [{ name: 'http', port: 8080 }] }],
      })
    },
  },
  {
    code: 'SC-G2',
    name: 'mirrored-node-gone',
    causeCertainty: 'proven',
    comesFirst: true,
    says: 'Node long-gone is gone: 1 endpoint on long-gone is still published, as ready.',
    shows: /long-gone/,
    plant: async site => {
      await withoutSelector(site)
      const targetRef = { kind: 'Node', name: 'long-gone' }
      const ports = [{ name: 'http', port: 10_250 }]
      await endpointsOf(site, {}, [{ addresses: [{ ip: '10.98.7.61', targetRef }], ports }])
    },
  },
]

/** G24, G25, G27, G29, G31: what was left, held or written by others, and what events say of the Service itself. */
export const LEFTOVER_CAUSES: readonly Cause[] = [
  ...DISAGREEING,
  {
    code: 'SC-G24',
    name: 'slice-held-by-a-finalizer',
    causeCertainty: 'proven',
    comesFirst: true,
    says: 'held by example.com/audit; the EndpointSlice controller does not update or replace it until it is gone',
    shows: /web-\S+ +\d{4}-\S+ +\[example\.com\/audit\]/,
    plant: async site => {
      const path = `${slicesPath(site)}/${await written(site, '10.99.7.1')}`
      await site.api.patch(path, { metadata: { finalizers: ['example.com/audit'] } })
      await site.api.delete(path)
      // It joins no slice: the controller waits for the one that it knows to go.
      await makeStillPod(site, { name: 'web-1', ips: ['10.99.7.2'] })
    },
  },
  {
    code: 'SC-G25',
    name: 'slice-left-from-a-selector',
    causeCertainty: 'proven',
    comesFirst: true,
    says: 'no longer updates web-',
    shows: /endpointslice-controller\.k8s\.io/,
    plant: async site => {
      await written(site, '10.99.7.11')
      await site.api.patch(`/api/v1/namespaces/${site.namespace}/services/${SERVICE}`, { spec: { selector: null } })
      // The Endpoints object is left too, and is mirrored now: the same pod stands in two slices.
      await waitFor(async () => (await site.api.get<Listed>(slicesPath(site))).items.length === 2, {
        what: 'the Endpoints object to be mirrored',
      })
    },
  },
  {
    code: 'SC-G27',
    name: 'hints-disabled',
    causeCertainty: 'proven',
    comesFirst: false,
    says: /^Topology aware hints are off: /,
    shows: /TopologyAwareHintsDisabled/,
    plant: async site => {
      const { api, namespace } = site
      const annotations = { 'service.kubernetes.io/topology-mode': 'Auto' }
      await makeService(api, { namespace, name: SERVICE, annotations })
      await makeStillPod(site, { ips: ['10.99.7.21'] })
      await makeStillPod(site, { name: 'web-1', ips: ['10.99.7.22'] })
    },
  },
  {
    code: 'SC-G27',
    name: 'load-balancer-not-synced',
    causeCertainty: 'proven',
    comesFirst: true,
    says: 'Load balancer sync failed: failed to ensure load balancer: quota exceeded for target pools.',
    shows: /SyncLoadBalancerFailed/,
    plant: async site => {
      const { api, namespace } = site
      await makeService(api, { namespace, name: SERVICE, spec: { type: 'LoadBalancer' } })
      await api.patch(`/api/v1/namespaces/${namespace}/services/${SERVICE}/status`, {
        status: { loadBalancer: { ingress: [{ ip: '203.0.113.9' }] } },
      })
      await makeStillPod(site, { ips: ['10.99.7.31'] })
      await warn(site, {
        reason: 'SyncLoadBalancerFailed',
        message: 'Error syncing load balancer: failed to ensure load balancer: quota exceeded for target pools',
      })
    },
  },
  {
    code: 'SC-G29',
    name: 'endpoints-of-patroni-without-a-leader',
    causeCertainty: 'proven',
    comesFirst: true,
    says: 'its writer, Patroni, has named no leader (its lock names storm-1)',
    shows: /leader: storm-1/,
    plant: async site => {
      await withoutSelector(site, { application: 'spilo', 'cluster-name': 'storm', 'spilo-role': 'master' })
      await endpointsOf(site, { annotations: { leader: 'storm-1', ttl: '30', transitions: '4' } }, [])
    },
  },
  {
    code: 'SC-G29',
    name: 'endpoints-without-an-address',
    causeCertainty: 'proven',
    comesFirst: true,
    says: 'Endpoints web exists and is empty: its writer has named no address',
    shows: /kind: Endpoints/,
    plant: async site => {
      await withoutSelector(site)
      await endpointsOf(site, {}, [])
    },
  },
  {
    code: 'SC-G31',
    name: 'several-addresses-in-one-endpoint',
    causeCertainty: 'proven',
    comesFirst: true,
    says: '10.98.7.2 and 10.98.7.3 get no traffic',
    shows: /10\.98\.7\.1[^]*10\.98\.7\.3/,
    plant: async site => {
      await withoutSelector(site)
      await makeSlice(site.api, {
        namespace: site.namespace,
        name: 'by-hand',
        service: SERVICE,
        endpoints: [{ addresses: ['10.98.7.1', '10.98.7.2', '10.98.7.3'] }],
      })
    },
  },
]
