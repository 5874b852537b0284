import { type Json, type KubeObject, makeNodes, makePod, makeService } from '@slicescope/control-plane'
import { type LateCause, SERVICE, type Site } from './cause.ts'
import { listed, makeStillPod } from './still-pods.ts'

/** The Service with one pod, both as they should be. */
function served(ip: string): LateCause['prepare'] {
  return async site => {
    await makeService(site.api, { namespace: site.namespace, name: SERVICE })
    await makeStillPod(site, { ips: [ip] })
    await listed(site, 1)
  }
}

const LEASE = /^\d{4}-\d\d-\d\dT\S+ \S+_[0-9a-f-]{36}/

const SILENT = 'silent-90'

/** A Node whose kubelet took a pod, and said nothing since. */
async function makeSilentNode(site: Site): Promise<void> {
  const { api, namespace } = site
  await makeNodes(api, { count: 1, simulated: false, prefix: 'silent', first: 90 })
  await api.post('/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases', {
    metadata: { name: SILENT },
    spec: {
      holderIdentity: SILENT,
      leaseDurationSeconds: 40,
      renewTime: new Date().toISOString().replace('Z', '000Z'),
    },
  })
  await makeService(api, { namespace, name: SERVICE })
  await makePod(api, { namespace, name: 'web-0', labels: { app: SERVICE }, nodeName: SILENT })
}

/** C7 and C8: what kube-controller-manager would fix at once, if it ran. D10: a kubelet that has stopped. */
export const STOPPED_CAUSES: readonly LateCause[] = [
  {
    code: 'SC-C7',
    name: 'new-pod-in-no-slice',
    says: 'For more than 30 s pod web-1 has been in no slice; 1 of 2 still ready',
    causeCertainty: 'likely',
    comesFirst: true,
    shows: LEASE,
    prepare: served('10.99.110.1'),
    plant: site => makeStillPod(site, { name: 'web-1', ips: ['10.99.110.2'] }),
  },
  {
    code: 'SC-C7',
    name: 'relabelled-pod-still-listed',
    says: 'For more than 30 s pod web-0 has been listed although the selector does not match',
    causeCertainty: 'likely',
    comesFirst: true,
    shows: LEASE,
    prepare: served('10.99.110.3'),
    plant: async ({ api, namespace }) => {
      const labels = { app: 'another' }
      await api.patch(`/api/v1/namespaces/${namespace}/pods/web-0`, { metadata: { labels } })
    },
  },
  {
    code: 'SC-C7',
    name: 'no-slice-at-all',
    says: 'For more than 30 s no slice of IPv4 has been there and pod web-0 has been in no slice; none ready',
    causeCertainty: 'likely',
    comesFirst: true,
    shows: LEASE,
    prepare: site => makeStillPod(site, { ips: ['10.99.110.4'] }),
    plant: ({ api, namespace }) => makeService(api, { namespace, name: SERVICE }),
  },
  {
    code: 'SC-C8',
    name: 'slice-of-an-earlier-service',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /web-\S+ +[0-9a-f]{8}-/,
    prepare: served('10.99.110.5'),
    plant: async ({ api, namespace }) => {
      const path = `/api/v1/namespaces/${namespace}/services`
      const { spec } = await api.get<KubeObject & { readonly spec: Json }>(`${path}/${SERVICE}`)
      await api.delete(`${path}/${SERVICE}`)
      await api.post(path, { metadata: { name: SERVICE }, spec })
    },
  },
  {
    code: 'SC-D10',
    name: 'kubelet-stopped',
    causeCertainty: 'likely',
    comesFirst: true,
    says: `Likely: kubelet of node ${SILENT} stopped reporting. `,
    shows: new RegExp(`web-0 .*<none> +${SILENT} [^]*\\d{4}-\\d\\d-\\d\\dT`),
    prepare: makeSilentNode,
    plant: () => Promise.resolve(),
  },
]
