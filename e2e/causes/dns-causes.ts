import { type Json, makeService, makeStatefulSet, waitFor } from '@slicescope/control-plane'
import { type Cause, SERVICE, type Site } from './cause.ts'
import { CONTAINER } from './still-pods.ts'

interface Set {
  readonly serviceName?: string | null
  readonly replicas?: number
  readonly fate?: 'hang'
}

/** The StatefulSet `web`, whose pods the Service selects. */
function makeSet({ api, namespace }: Site, { serviceName = SERVICE, replicas = 2, fate }: Set = {}): Promise<unknown> {
  const pods = { spec: { containers: [CONTAINER] } }
  return makeStatefulSet(api, {
    namespace,
    name: SERVICE,
    replicas,
    pods: fate === undefined ? pods : { ...pods, fate },
    spec: { serviceName: serviceName ?? '' },
  })
}

function makeHeadless({ api, namespace }: Site, name: string, spec: Json = {}): Promise<unknown> {
  return makeService(api, { namespace, name, headless: true, selector: { app: SERVICE }, spec })
}

/** F: the names of a StatefulSet's pods. */
export const DNS_CAUSES: readonly Cause[] = [
  {
    code: 'SC-F1',
    name: 'no-governing-service',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /^web-peers$/,
    plant: async site => {
      await makeService(site.api, { namespace: site.namespace, name: SERVICE })
      await makeSet(site, { serviceName: 'web-peers' })
    },
  },
  {
    code: 'SC-F1',
    name: 'no-service-name',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /web-0 +web-0 +<none>/,
    plant: async site => {
      await makeHeadless(site, SERVICE)
      await makeSet(site, { serviceName: null })
    },
  },
  {
    code: 'SC-F2',
    name: 'other-governing-service',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /web-0 +web-0 +web-peers/,
    plant: async site => {
      await makeHeadless(site, SERVICE)
      await makeHeadless(site, 'web-peers')
      await makeSet(site, { serviceName: 'web-peers' })
    },
  },
  {
    code: 'SC-F3',
    name: 'governing-service-with-address',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /clusterIP: 10\.96\./,
    plant: async site => {
      await makeService(site.api, { namespace: site.namespace, name: SERVICE })
      await makeSet(site)
    },
  },
  {
    code: 'SC-F4',
    name: 'governing-service-misses',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /web \{"app":"web"\}/,
    beside: ['SC-B2'],
    plant: async site => {
      const { api, namespace } = site
      await makeService(api, { namespace, name: SERVICE, headless: true, selector: { app: 'website' } })
      await makeSet(site)
    },
  },
  {
    code: 'SC-F5',
    name: 'names-before-ready',
    causeCertainty: 'likely',
    comesFirst: false,
    shows: /web +None +<none>\n[^]*web-0 +0\/1/,
    beside: ['SC-D4'],
    plant: async site => {
      await makeHeadless(site, SERVICE)
      await makeSet(site, { fate: 'hang' })
    },
  },
  {
    code: 'SC-F5',
    name: 'first-pod-holds-up-its-set',
    causeCertainty: 'proven',
    comesFirst: true,
    says: 'web-1 and web-2 are created only once it is (podManagementPolicy OrderedReady)',
    shows: /web +OrderedReady +3 +1/,
    // No kubelet serves the log.
    exitCode: 1,
    beside: ['SC-D4'],
    plant: async site => {
      const { api, namespace } = site
      await makeHeadless(site, SERVICE)
      await makeStatefulSet(api, {
        namespace,
        name: SERVICE,
        replicas: 3,
        pods: { fate: 'hang', spec: { containers: [CONTAINER] } },
        spec: { podManagementPolicy: 'OrderedReady' },
      })
    },
  },
  {
    code: 'SC-F6',
    name: 'unnamed-port',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /^\[\{"port":80,"protocol":"TCP","targetPort":8080\}\]$/,
    plant: async site => {
      await makeHeadless(site, SERVICE, { ports: [{ port: 80, targetPort: 8080 }] })
      await makeSet(site)
    },
  },
  {
    code: 'SC-F7',
    name: 'old-subdomain',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /web-0 +web-0 +web-old/,
    plant: async site => {
      const { api, namespace } = site
      await makeHeadless(site, SERVICE)
      await makeSet(site, { serviceName: 'web-old' })
      const path = `/apis/apps/v1/namespaces/${namespace}/statefulsets/${SERVICE}`
      await waitFor(
        async () => (await api.get<{ status: { readyReplicas?: number } }>(path)).status.readyReplicas === 2,
        { what: `the pods of ${namespace}` },
      )
      // serviceName cannot be changed: who wants another one deletes the StatefulSet, keeps its pods and makes it again.
      await api.delete(path, { propagationPolicy: 'Orphan' })
      await waitFor(async () => (await api.raw('GET', path)).status === 404, { what: `the end of ${path}` })
      await makeSet(site)
    },
  },
]
