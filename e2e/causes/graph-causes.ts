import { type Api, type Json, makeDeployment, makePod, makeService, waitFor } from '@slicescope/control-plane'
import { type Cause, SERVICE, type Site } from './cause.ts'
import { CONTAINER, makeStillPod, running } from './still-pods.ts'

const INGRESSES = '/apis/networking.k8s.io/v1/namespaces'

function makeIngress({ api, namespace }: Site, backend: Json): Promise<unknown> {
  return api.post(`${INGRESSES}/${namespace}/ingresses`, {
    metadata: { name: 'front' },
    spec: { rules: [{ host: 'example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }] },
  })
}

const GATEWAY = '/apis/gateway.networking.k8s.io/v1'

/** As a cluster with the Gateway API has them, the rules of its schema aside. */
function serveHTTPRoutes(api: Api): Promise<unknown> {
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } }
  return api.post('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
    metadata: {
      name: 'httproutes.gateway.networking.k8s.io',
      annotations: { 'api-approved.kubernetes.io': 'unapproved, for a test' },
    },
    spec: {
      group: 'gateway.networking.k8s.io',
      names: { kind: 'HTTPRoute', plural: 'httproutes', singular: 'httproute' },
      scope: 'Namespaced',
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  })
}

async function readyPods({ api, namespace, nodes }: Site): Promise<void> {
  await makeService(api, { namespace, name: SERVICE })
  for (const [n, nodeName] of nodes.slice(0, 2).entries())
    await makePod(api, {
      namespace,
      name: `web-${n}`,
      labels: { app: SERVICE },
      nodeName,
      spec: { containers: [CONTAINER] },
    })
}

/** The API server never calls it: nothing has this group. */
const HOOKED: Json = {
  apiGroups: ['never.example.com'],
  apiVersions: ['v1'],
  resources: ['things'],
  operations: ['CREATE'],
}

/** G7 to G12: around the slices. */
export const GRAPH_CAUSES: readonly Cause[] = [
  {
    code: 'SC-G7',
    name: 'held-by-a-finalizer',
    causeCertainty: 'likely',
    comesFirst: false,
    shows: /Z \["example\.com\/hold"\]/,
    plant: async site => {
      const { api, namespace } = site
      await makeService(api, { namespace, name: SERVICE })
      await makeStillPod(site, { ips: ['10.99.4.61'] })
      await makeStillPod(site, { name: 'web-1', ips: ['10.99.4.62'] })
      const path = `/api/v1/namespaces/${namespace}/pods/web-0`
      await api.patch(path, { metadata: { finalizers: ['example.com/hold'] } })
      await api.delete(path, { gracePeriodSeconds: 1 })
      await api.patch(`${path}/status`, { status: { containerStatuses: [running('main', { ready: false })] } })
    },
  },
  {
    code: 'SC-G8',
    name: 'fewer-than-wanted',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /web +2\/3/,
    plant: async ({ api, namespace }) => {
      await makeService(api, { namespace, name: SERVICE })
      const quota = await api.post<Json>(`/api/v1/namespaces/${namespace}/resourcequotas`, {
        metadata: { name: 'two-pods' },
        spec: { hard: { pods: '2' } },
      })
      await api.patch(`/api/v1/namespaces/${namespace}/resourcequotas/two-pods/status`, {
        status: { hard: { pods: '2' }, used: { pods: '0' } },
      })
      await makeDeployment(api, { namespace, name: SERVICE, replicas: 3, pods: { spec: { containers: [CONTAINER] } } })
      return quota
    },
  },
  {
    code: 'SC-G9',
    name: 'webhook-depends',
    causeCertainty: 'proven',
    comesFirst: false,
    shows: /guard\.example\.com Fail webhook-depends\/web/,
    beside: ['SC-D4'],
    plant: async site => {
      const { api, namespace } = site
      await makeService(api, { namespace, name: SERVICE })
      await makeStillPod(site, { ips: ['10.99.4.71'], ready: false })
      await api.post('/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations', {
        metadata: { name: 'guard' },
        webhooks: [
          {
            name: 'guard.example.com',
            clientConfig: { service: { namespace, name: SERVICE, path: '/' } },
            rules: [HOOKED],
            admissionReviewVersions: ['v1'],
            sideEffects: 'None',
          },
        ],
      })
    },
  },
  {
    code: 'SC-G9',
    name: 'api-depends',
    causeCertainty: 'proven',
    comesFirst: false,
    shows: /api-depends\/web +False/,
    beside: ['SC-D4'],
    plant: async site => {
      const { api, namespace } = site
      await makeService(api, { namespace, name: SERVICE, ports: [{ port: 443, targetPort: 8443 }] })
      await makeStillPod(site, { ips: ['10.99.4.72'], ready: false })
      await api.post('/apis/apiregistration.k8s.io/v1/apiservices', {
        metadata: { name: 'v1.never.example.com' },
        spec: {
          group: 'never.example.com',
          version: 'v1',
          groupPriorityMinimum: 100,
          versionPriority: 100,
          insecureSkipTLSVerify: true,
          service: { namespace, name: SERVICE, port: 443 },
        },
      })
    },
  },
  {
    code: 'SC-G10',
    name: 'ingress-to-no-port',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /web:8080/,
    plant: async site => {
      await readyPods(site)
      await makeIngress(site, { service: { name: SERVICE, port: { number: 8080 } } })
    },
  },
  {
    code: 'SC-G10',
    name: 'ingress-to-no-service',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /wbe:80/,
    plant: async site => {
      await readyPods(site)
      await makeIngress(site, { service: { name: 'wbe', port: { number: 80 } } })
    },
  },
  {
    code: 'SC-G10',
    name: 'http-route-to-no-port',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /Name: +web\n +Port: +8080/,
    plant: async site => {
      const { api, namespace } = site
      await readyPods(site)
      await serveHTTPRoutes(api)
      await waitFor(
        () =>
          api.post(`${GATEWAY}/namespaces/${namespace}/httproutes`, {
            apiVersion: 'gateway.networking.k8s.io/v1',
            kind: 'HTTPRoute',
            metadata: { name: 'front' },
            spec: { rules: [{ backendRefs: [{ name: SERVICE, port: 8080 }] }] },
          }),
        { what: 'HTTPRoutes to be served' },
      )
    },
  },
  {
    code: 'SC-G11',
    name: 'no-readiness-probe',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /web-0 +<none>/,
    plant: async ({ api, namespace, nodes }) => {
      await makeService(api, { namespace, name: SERVICE })
      for (const [n, nodeName] of nodes.slice(0, 2).entries())
        await makePod(api, { namespace, name: `web-${n}`, labels: { app: SERVICE }, nodeName })
    },
  },
  {
    code: 'SC-G12',
    name: 'more-than-the-old-object-holds',
    causeCertainty: 'proven',
    comesFirst: false,
    shows: /"endpoints\.kubernetes\.io\/over-capacity":"truncated"/,
    beside: ['SC-G5'],
    plant: async site => {
      await makeService(site.api, { namespace: site.namespace, name: SERVICE })
      const pods = Array.from({ length: 1001 }, (_, n) => n)
      await Promise.all(pods.map(n => makeStillPod(site, { name: `web-${n}`, ips: [`10.100.${n >> 8}.${n & 255}`] })))
    },
  },
]
