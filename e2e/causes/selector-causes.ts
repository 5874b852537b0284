import {
  type Json,
  makeDaemonSet,
  makeDeployment,
  makeNamespace,
  makeService,
  makeStatefulSet,
  type PodFate,
  podTemplate,
  type ReplicatedOptions,
} from '@slicescope/control-plane'
import { type Cause, SERVICE, type Site } from './cause.ts'

type Selector = Readonly<Record<string, string>>

/** The Service with that selector, and a Deployment `web` of it. */
function selecting(selector: Selector, workload: Partial<ReplicatedOptions> = {}): Cause['plant'] {
  return async ({ api, namespace }) => {
    await makeService(api, { namespace, name: SERVICE, selector })
    await makeDeployment(api, { namespace, name: 'web', replicas: 3, ...workload })
  }
}

/** Slips in writing a selector: what was written, what the pods have. */
const TYPOS: readonly (Pick<Cause, 'name' | 'says'> & { readonly selector: Selector; readonly labels: Selector })[] = [
  {
    name: 'selector-typo',
    selector: { app: 'wbe' },
    labels: { app: 'web' },
    says: 'Likely: selector typo. app=wbe matches 0 of 3 pods in selector-typo; 3 pods differ only in app: `wbe` in the selector, `web` on the pods.',
  },
  {
    name: 'selector-case',
    selector: { app: 'Web' },
    labels: { app: 'web' },
    says: 'Likely: selector differs in upper and lower case. ',
  },
  {
    name: 'selector-prefix',
    selector: { 'app.kubernetes.io/name': 'shopfront' },
    labels: { app: 'shopfront' },
    says: 'Likely: selector uses another label key. ',
  },
  {
    name: 'selector-key-beside-its-own',
    selector: { app: 'pantry' },
    labels: { app: 'storefront', 'app.kubernetes.io/name': 'pantry' },
    says: 'differ only in the key of `pantry`: `app` in the selector, `app.kubernetes.io/name` on the pods',
  },
  {
    name: 'selector-key-typo',
    selector: { tier: 'frontend', componnet: 'cart' },
    labels: { tier: 'frontend', component: 'cart' },
    says: 'differ only in the key of `cart`: `componnet` in the selector, `component` on the pods',
  },
]

/** Pairs that the pods do not have, beside one that they have. */
const ONE_TOO_MANY: readonly { readonly name: string; readonly pair: Selector; readonly own: Selector }[] = [
  { name: 'extra-version', pair: { version: 'v2' }, own: { version: 'v1' } },
  { name: 'extra-template-hash', pair: { 'pod-template-hash': '7f9c6d5b48' }, own: {} },
  { name: 'extra-release', pair: { 'app.kubernetes.io/instance': 'blue' }, own: {} },
]

const NAME_LABEL = { 'app.kubernetes.io/name': 'web' }
const QUOTA: Json = { hard: { pods: '0' } }

/** As the quota controller leaves it; it is not among the controllers of the tests. */
async function makeQuota({ api, namespace }: Site): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/resourcequotas`
  await api.post(path, { metadata: { name: 'no-pods' }, spec: QUOTA })
  await api.patch(`${path}/no-pods/status`, { status: { ...QUOTA, used: { pods: '0' } } })
}

/** A webhook that has a say about the namespace's pods, and whose Service is gone. */
function refusePods({ api, namespace }: Site): Promise<unknown> {
  return api.post('/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations', {
    metadata: { name: namespace },
    webhooks: [
      {
        name: 'check.example.com',
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        timeoutSeconds: 1,
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
        rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
        clientConfig: { service: { namespace: 'policies', name: 'check' } },
      },
    ],
  })
}

const OVER_QUOTA = {
  code: 'SC-B6',
  causeCertainty: 'proven',
  comesFirst: true,
  says: /exceeded quota: no-pods/,
  shows: /FailedCreate .*exceeded quota: no-pods/,
} as const

const CANNOT_CREATE: readonly Cause[] = [
  {
    ...OVER_QUOTA,
    name: 'quota',
    plant: async site => {
      await makeQuota(site)
      await selecting({ app: 'web' })(site)
    },
  },
  {
    ...OVER_QUOTA,
    name: 'quota-of-a-statefulset',
    plant: async site => {
      const { api, namespace } = site
      await makeQuota(site)
      await makeService(api, { namespace, name: SERVICE, headless: true })
      await makeStatefulSet(api, { namespace, name: 'web', replicas: 3 })
    },
  },
  {
    ...OVER_QUOTA,
    name: 'quota-of-a-daemonset',
    plant: async site => {
      const { api, namespace } = site
      await makeQuota(site)
      await makeService(api, { namespace, name: SERVICE })
      await makeDaemonSet(api, { namespace, name: 'web' })
    },
  },
  {
    ...OVER_QUOTA,
    name: 'quota-of-a-job',
    plant: async site => {
      await makeQuota(site)
      await runJob(site)
    },
  },
  {
    code: 'SC-B6',
    name: 'webhook-without-service',
    causeCertainty: 'proven',
    comesFirst: true,
    says: /failed calling webhook "check\.example\.com"/,
    shows: /FailedCreate .*failed calling webhook "check\.example\.com"/,
    plant: async site => {
      await refusePods(site)
      await selecting({ app: 'web' })(site)
    },
  },
  {
    code: 'SC-B6',
    name: 'pod-security',
    causeCertainty: 'proven',
    comesFirst: true,
    says: /violates PodSecurity "restricted:latest"/,
    shows: /FailedCreate .*violates PodSecurity "restricted:latest"/,
    plant: async site => {
      const { api, namespace } = site
      const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' }
      await api.patch(`/api/v1/namespaces/${namespace}`, { metadata: { labels } })
      await selecting({ app: 'web' })(site)
    },
  },
]

/** B: the selector matches nothing. */
export const SELECTOR_CAUSES: readonly Cause[] = [
  {
    code: 'SC-B1',
    name: 'no-such-pods',
    causeCertainty: 'hint',
    comesFirst: true,
    shows: /No resources found/,
    plant: selecting({ app: 'checkout-api' }, { pods: { labels: { app: 'payments' } } }),
  },
  ...TYPOS.map(
    ({ name, says, selector, labels }): Cause => ({
      code: 'SC-B2',
      name,
      causeCertainty: 'likely',
      comesFirst: true,
      ...(says === undefined ? {} : { says }),
      shows: new RegExp(
        Object.entries(labels)
          .map(pair => pair.join('='))
          .join('[^]*'),
      ),
      plant: selecting(selector, { pods: { labels } }),
    }),
  ),
  ...ONE_TOO_MANY.map(
    ({ name, pair, own }): Cause => ({
      code: 'SC-B3',
      name,
      causeCertainty: 'likely',
      comesFirst: true,
      says: `without ${Object.entries(pair)
        .map(each => each.join('='))
        .join()}`,
      shows: /web-\S+ .*app=web,/,
      plant: selecting({ app: 'web', ...pair }, { pods: { labels: { app: 'web', ...own } } }),
    }),
  ),
  {
    code: 'SC-B4',
    name: 'other-namespace',
    causeCertainty: 'hint',
    comesFirst: true,
    says: 'pods in other-namespace-of-pods (2 pods) have these labels',
    shows: /other-namespace-of-pods +web-/,
    plant: async ({ api, namespace }) => {
      const labels = { app: 'only-elsewhere' }
      await makeService(api, { namespace, name: SERVICE, selector: labels })
      const elsewhere = `${namespace}-of-pods`
      await makeNamespace(api, elsewhere)
      await makeDeployment(api, { namespace: elsewhere, name: 'web', replicas: 2, pods: { labels } })
    },
  },
  {
    code: 'SC-B5',
    name: 'scaled-to-zero',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /Deployment +web +0 +map\[app:web\]/,
    plant: selecting({ app: 'web' }, { replicas: 0 }),
  },
  {
    code: 'SC-B5',
    name: 'statefulset-scaled-to-zero',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /StatefulSet +web +0 +map\[app:web\]/,
    plant: async ({ api, namespace }) => {
      await makeService(api, { namespace, name: SERVICE, headless: true })
      await makeStatefulSet(api, { namespace, name: 'web', replicas: 0 })
    },
  },
  {
    code: 'SC-B5',
    name: 'scaled-to-zero-beside-an-autoscaler',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /Deployment +web +0 +map\[app:web\]/,
    plant: async site => {
      await selecting({ app: 'web' }, { replicas: 0 })(site)
      const { api, namespace } = site
      await api.post(`/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`, {
        metadata: { name: 'web' },
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
          minReplicas: 2,
          maxReplicas: 5,
        },
      })
    },
  },
  ...CANNOT_CREATE,
  {
    code: 'SC-B7',
    name: 'other-label-in-the-template',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /"app\.kubernetes\.io\/name":"web".*\} \{"app":"web"\}/,
    // The pods' own spelling is near, too.
    beside: ['SC-B2'],
    plant: async site => {
      await selecting(NAME_LABEL)(site)
      const { api, namespace } = site
      await api.patch(`/apis/apps/v1/namespaces/${namespace}/deployments/web`, { metadata: { labels: NAME_LABEL } })
    },
  },
  {
    code: 'SC-B7',
    name: 'labels-on-the-workload',
    causeCertainty: 'proven',
    comesFirst: true,
    says: 'Deployment web itself has app=web, but its pod template has component=frontend',
    shows: /\{"app":"web".*\} \{"component":"frontend"\}/,
    plant: async site => {
      await selecting({ app: 'web' }, { pods: { labels: { component: 'frontend' } } })(site)
      const { api, namespace } = site
      const labels = { app: 'web' }
      await api.patch(`/apis/apps/v1/namespaces/${namespace}/deployments/web`, { metadata: { labels } })
    },
  },
  {
    code: 'SC-B8a',
    name: 'no-eligible-node',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /web +0 +0 +0 .*gpu=yes/,
    plant: async ({ api, namespace }) => {
      await makeService(api, { namespace, name: SERVICE })
      await makeDaemonSet(api, { namespace, name: 'web', pods: { spec: { nodeSelector: { gpu: 'yes' } } } })
    },
  },
  {
    code: 'SC-B8b',
    name: 'job-is-done',
    causeCertainty: 'proven',
    comesFirst: true,
    says: 'Job once has finished: 1 of 1 matching pod is Succeeded',
    shows: /once-\S+ +Succeeded +Job +once/,
    plant: site => runJob(site),
  },
  {
    code: 'SC-B8b',
    name: 'job-has-failed',
    causeCertainty: 'proven',
    comesFirst: true,
    says: 'Job once has finished: 1 of 1 matching pod is Failed',
    shows: /once-\S+ +Failed +Job +once/,
    // A pod that fails before it was ever Ready stays listed: the controller does not look at phases.
    beside: ['SC-G1'],
    plant: site => runJob(site, 'fail'),
  },
]

/** A Job whose pod carries the labels that the Service selects, as when a Job and a Deployment share a chart's labels. */
async function runJob({ api, namespace }: Site, fate?: PodFate): Promise<void> {
  await makeService(api, { namespace, name: SERVICE })
  await api.post(`/apis/batch/v1/namespaces/${namespace}/jobs`, {
    metadata: { name: 'once' },
    spec: {
      backoffLimit: 0,
      template: podTemplate({
        labels: { app: 'web' },
        ...(fate === undefined ? {} : { fate }),
        spec: { restartPolicy: 'Never' },
      }),
    },
  })
}
