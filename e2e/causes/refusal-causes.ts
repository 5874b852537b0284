import {
  type Json,
  makeDeployment,
  makeNodes,
  makeService,
  makeStatefulSet,
  setPodStatus,
  waitFor,
} from '@slicescope/control-plane'
import { type Cause, SERVICE, type Site } from './cause.ts'
import { CONTAINER, makeStillPod, running } from './still-pods.ts'

interface Statused {
  readonly status: { readonly readyReplicas?: number; readonly replicas?: number }
}

function deploymentPath({ namespace }: Site): string {
  return `/apis/apps/v1/namespaces/${namespace}/deployments/${SERVICE}`
}

/** A Deployment of two that runs, and then a rollout under what refuses its pods. */
function rolloutUnder(refuse: (site: Site) => Promise<unknown>, template: Json = {}): Cause['plant'] {
  return async site => {
    const { api, namespace } = site
    await makeService(api, { namespace, name: SERVICE })
    await makeDeployment(api, { namespace, name: SERVICE, replicas: 2, pods: { spec: { containers: [CONTAINER] } } })
    await waitFor(async () => (await api.get<Statused>(deploymentPath(site))).status.readyReplicas === 2, {
      what: `the pods of ${namespace}`,
    })
    await refuse(site)
    await api.patch(deploymentPath(site), {
      spec: { template: { metadata: { annotations: { revision: '2' } }, ...template } },
    })
  }
}

async function fullQuota({ api, namespace }: Site): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/resourcequotas`
  const hard = { pods: '2' }
  await api.post(path, { metadata: { name: 'full' }, spec: { hard } })
  await api.patch(`${path}/full/status`, { status: { hard, used: { pods: '2' } } })
}

function enforceRestricted({ api, namespace }: Site): Promise<unknown> {
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' }
  return api.patch(`/api/v1/namespaces/${namespace}`, { metadata: { labels } })
}

function limitMemory({ api, namespace }: Site): Promise<unknown> {
  return api.post(`/api/v1/namespaces/${namespace}/limitranges`, {
    metadata: { name: 'small' },
    spec: { limits: [{ type: 'Container', max: { memory: '64Mi' }, default: { memory: '32Mi' } }] },
  })
}

const LARGE: Json = { spec: { containers: [{ ...CONTAINER, resources: { limits: { memory: '1Gi' } } }] } }

const REFUSED: readonly Cause[] = [
  {
    code: 'SC-G26',
    name: 'rollout-over-quota',
    causeCertainty: 'proven',
    comesFirst: true,
    says: /^Quota full rejects new pods: Deployment web cannot create pods of its new revision .*; 2 ready backends of the old one still serve, so nothing is lost yet\.$/,
    shows: /FailedCreate .*exceeded quota: full/,
    plant: rolloutUnder(fullQuota),
  },
  {
    code: 'SC-G26',
    name: 'rollout-against-pod-security',
    causeCertainty: 'proven',
    comesFirst: true,
    says: /^Pod Security rejects new pods: /,
    shows: /FailedCreate .*violates PodSecurity/,
    plant: rolloutUnder(enforceRestricted),
  },
  {
    code: 'SC-G26',
    name: 'rollout-beyond-limit-range',
    causeCertainty: 'proven',
    comesFirst: true,
    says: /^Limit range rejects new pods: .*maximum memory usage per Container is 64Mi/,
    shows: /FailedCreate .*maximum memory usage per Container/,
    plant: rolloutUnder(limitMemory, LARGE),
  },
  {
    code: 'SC-G30',
    name: 'webhook-refuses-its-own-pods',
    causeCertainty: 'proven',
    comesFirst: true,
    says: /^Admission webhook blocks its own pods: Deployment web cannot create 2 pods: .*webhook own\.example\.com/,
    shows: /failed calling webhook "own\.example\.com"/,
    beside: ['SC-G9'],
    plant: async ({ api, namespace }) => {
      await api.post('/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations', {
        metadata: { name: namespace },
        webhooks: [
          {
            name: 'own.example.com',
            admissionReviewVersions: ['v1'],
            sideEffects: 'None',
            timeoutSeconds: 1,
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
            rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
            clientConfig: { service: { namespace, name: SERVICE } },
          },
        ],
      })
      await makeService(api, { namespace, name: SERVICE })
      await makeDeployment(api, { namespace, name: SERVICE, replicas: 2 })
    },
  },
]

/** A StatefulSet whose pods run, and carry labels that no template has. */
async function labeledSet({ api, namespace }: Site, labels: readonly Json[]): Promise<void> {
  await makeService(api, { namespace, name: 'peers', selector: { app: SERVICE }, headless: true })
  await makeStatefulSet(api, {
    namespace,
    name: SERVICE,
    replicas: labels.length,
    pods: { spec: { containers: [CONTAINER] } },
    spec: { serviceName: 'peers' },
  })
  const path = `/apis/apps/v1/namespaces/${namespace}/statefulsets/${SERVICE}`
  await waitFor(async () => (await api.get<Statused>(path)).status.readyReplicas === labels.length, {
    what: `the pods of ${namespace}`,
  })
  for (const [n, own] of labels.entries())
    await api.patch(`/api/v1/namespaces/${namespace}/pods/${SERVICE}-${n}`, { metadata: { labels: own } })
}

const ROLES: readonly Cause[] = [
  {
    code: 'SC-G28',
    name: 'no-pod-is-master',
    causeCertainty: 'proven',
    comesFirst: true,
    says: 'No pod is labeled redis-role=master: 3 ready pods have redis-role=slave; no pod template sets redis-role',
    shows: /web-0 .*slave/,
    plant: async site => {
      await labeledSet(
        site,
        [0, 1, 2].map(() => ({ 'redis-role': 'slave' })),
      )
      await makeService(site.api, {
        namespace: site.namespace,
        name: SERVICE,
        selector: { app: SERVICE, 'redis-role': 'master' },
      })
    },
  },
  {
    code: 'SC-G28',
    name: 'no-pod-is-leader',
    causeCertainty: 'proven',
    comesFirst: true,
    says: '2 ready pods have no example.com/is-leader',
    shows: /web-0 /,
    plant: async site => {
      await labeledSet(site, [{}, {}])
      await makeService(site.api, {
        namespace: site.namespace,
        name: SERVICE,
        selector: { app: SERVICE, 'example.com/is-leader': 'true' },
      })
    },
  },
  {
    code: 'SC-B2',
    name: 'name-of-the-service',
    causeCertainty: 'likely',
    comesFirst: true,
    says: /^Likely: selector uses another name than the pods\./,
    shows: /web-\S+ .*app=web/,
    plant: async ({ api, namespace }) => {
      await makeService(api, { namespace, name: SERVICE, selector: { app: 'frontend-svc' } })
      await makeDeployment(api, { namespace, name: SERVICE, replicas: 2, pods: { spec: { containers: [CONTAINER] } } })
    },
  },
  {
    code: 'SC-B3',
    name: 'components-beside-the-one-that-is-asked-for',
    causeCertainty: 'likely',
    comesFirst: true,
    says: 'it matches 3 pods: ',
    shows: /frontend-\S+ .*component=frontend/,
    plant: async ({ api, namespace }) => {
      await makeService(api, { namespace, name: SERVICE, selector: { app: SERVICE, component: 'server' } })
      for (const [component, replicas] of [['frontend', 2] as const, ['ingestion', 1] as const]) {
        const pods = { labels: { app: SERVICE, component }, spec: { containers: [CONTAINER] } }
        await makeDeployment(api, { namespace, name: component, replicas, pods })
      }
    },
  },
  {
    code: 'SC-B3',
    name: 'two-pairs-too-many',
    causeCertainty: 'likely',
    comesFirst: true,
    says: /^Likely: selector has several labels too many\./,
    shows: /web-\S+ .*app=web/,
    plant: async ({ api, namespace }) => {
      const labels = { 'app.kubernetes.io/managed-by': 'kustomize', 'app.kubernetes.io/part-of': 'store' }
      await makeService(api, { namespace, name: SERVICE, selector: { app: SERVICE, ...labels } })
      await makeDeployment(api, { namespace, name: SERVICE, replicas: 2, pods: { spec: { containers: [CONTAINER] } } })
    },
  },
  {
    code: 'SC-B3',
    name: 'common-labels-beside-the-pods-of-an-operator',
    causeCertainty: 'likely',
    comesFirst: true,
    says: 'without env=prod and team=core it matches 2 pods, which have no env and no team',
    shows: /web-\S+ .*cluster=web/,
    plant: async ({ api, namespace }) => {
      await makeService(api, { namespace, name: SERVICE, selector: { cluster: SERVICE, env: 'prod', team: 'core' } })
      const pods = { labels: { cluster: SERVICE }, spec: { containers: [CONTAINER] } }
      await makeDeployment(api, { namespace, name: SERVICE, replicas: 2, pods })
    },
  },
  {
    code: 'SC-G32',
    name: 'one-pod-beyond-the-replicas',
    causeCertainty: 'proven',
    comesFirst: true,
    says: 'Pod web-2 does not exist: the selector names it alone, and StatefulSet web asks for 1 pod, of which it is none.',
    shows: /web +1\/1/,
    plant: async site => {
      await labeledSet(site, [{}])
      await makeService(site.api, {
        namespace: site.namespace,
        name: SERVICE,
        selector: { 'statefulset.kubernetes.io/pod-name': 'web-2' },
      })
    },
  },
]

/** As the node controller writes it of a Node whose kubelet has stopped; the taint follows from it. */
async function loseNode({ api }: Site, name: string): Promise<void> {
  const lastTransitionTime = new Date().toISOString()
  const message = 'Kubelet stopped posting node status.'
  await api.patch(`/api/v1/nodes/${name}/status`, {
    status: {
      conditions: [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown', message, lastTransitionTime }],
    },
  })
}

const DEAD: readonly Cause[] = [
  {
    code: 'SC-D9',
    name: 'statefulset-on-a-dead-node',
    causeCertainty: 'proven',
    comesFirst: true,
    says: 'Node dead-70 does not answer: web-0 cannot terminate there, and StatefulSet web creates no replacement before that; none ready.',
    shows: /dead-70 +Unknown /,
    plant: async site => {
      const { api, namespace } = site
      const [nodeName = ''] = await makeNodes(api, {
        count: 1,
        first: 70,
        prefix: 'dead',
        zones: ['b'],
        simulated: false,
      })
      await makeService(api, { namespace, name: SERVICE, headless: true })
      await makeStatefulSet(api, {
        namespace,
        name: SERVICE,
        replicas: 1,
        pods: { spec: { containers: [CONTAINER], nodeName } },
      })
      const pod = { namespace, name: 'web-0' }
      await waitFor(async () => (await api.raw('GET', `/api/v1/namespaces/${namespace}/pods/web-0`)).status === 200, {
        what: `web-0 of ${namespace}`,
      })
      await setPodStatus(api, pod, {
        ips: ['10.99.8.1'],
        ready: true,
        status: { containerStatuses: [running('main')] },
      })
      await loseNode(site, nodeName)
      // What the node controller does, and later the taint manager.
      await setPodStatus(api, pod, { status: { conditions: [{ type: 'Ready', status: 'False' }] } })
      await api.delete(`/api/v1/namespaces/${namespace}/pods/web-0`)
    },
  },
  {
    code: 'SC-D9',
    name: 'unready-containers-on-a-dead-node',
    causeCertainty: 'likely',
    comesFirst: true,
    says: 'Likely: node dead-71 does not answer. ',
    shows: /dead-71 +Unknown /,
    plant: async site => {
      const { api, namespace } = site
      const [node = ''] = await makeNodes(api, { count: 1, first: 71, prefix: 'dead', zones: ['b'], simulated: false })
      await makeService(api, { namespace, name: SERVICE })
      const spec = { containers: [{ name: 'main', image: 'example.com/main:1' }] }
      await makeStillPod(site, { node, ips: ['10.99.8.11'], ready: false, spec })
      await makeStillPod(site, { name: 'web-1', node, ips: ['10.99.8.12'], ready: false, spec })
      await loseNode(site, node)
    },
  },
  {
    code: 'SC-G23',
    name: 'not-ready-for-no-known-reason',
    causeCertainty: 'hint',
    comesFirst: true,
    says: /^Cause unknown: .*container main runs without a readiness probe and is not ready, node still-0 is Ready, no warning event\. Possible cause: /,
    shows: /Name: +web-0/,
    plant: async site => {
      await makeService(site.api, { namespace: site.namespace, name: SERVICE })
      const spec = { containers: [{ name: 'main', image: 'example.com/main:1' }] }
      await makeStillPod(site, { ips: ['10.99.8.21'], ready: false, spec })
    },
  },
]

/** B3, D9, G23, G26, G28, G30, G32: pods that are refused, not labeled, cannot end, or are not ready for no known reason. */
export const REFUSAL_CAUSES: readonly Cause[] = [...REFUSED, ...ROLES, ...DEAD]
