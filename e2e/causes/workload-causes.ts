import { type Json, makeDeployment, makePod, makeService, setPodStatus, waitFor } from '@slicescope/control-plane'
import { type Cause, SERVICE, type Site } from './cause.ts'
import { CONTAINER, PROBE, running } from './still-pods.ts'

/** A Deployment of the Service's label and one of its own, whose container declares these ports. */
function deployment(site: Site, name: string, ports: readonly Json[], labels: Readonly<Record<string, string>> = {}) {
  const { api, namespace } = site
  const container = { name: 'main', image: 'example.com/main:1', ports, readinessProbe: PROBE }
  const pods = { labels: { app: SERVICE, part: name, ...labels }, spec: { containers: [container] } }
  return makeDeployment(api, { namespace, name, replicas: 2, pods })
}

const HTTP: Json = { name: 'http', containerPort: 8080 }
const METRICS: Json = { name: 'metrics', containerPort: 9090 }

interface Pods {
  readonly items: readonly { readonly metadata: { readonly name: string } }[]
}

/** A Job whose only pod has the Service's label, runs, and is ready. */
async function runningJob({ api, namespace, still }: Site, name: string): Promise<void> {
  const spec = { restartPolicy: 'Never', nodeName: still, containers: [CONTAINER] }
  await api.post(`/apis/batch/v1/namespaces/${namespace}/jobs`, {
    metadata: { name },
    spec: { template: { metadata: { labels: { app: SERVICE } }, spec } },
  })
  const path = `/api/v1/namespaces/${namespace}/pods?labelSelector=job-name%3D${name}`
  const podOf = async () => (await api.get<Pods>(path)).items[0]?.metadata.name ?? ''
  await waitFor(async () => (await podOf()) !== '', { what: `a pod of Job ${name}` })
  const status = { containerStatuses: [running('main')] }
  await setPodStatus(api, { namespace, name: await podOf() }, { ips: ['10.99.18.1'], ready: true, status })
}

/** Makes a budget, and waits until the disruption controller has computed it. */
async function withBudget({ api, namespace }: Site, spec: Json): Promise<void> {
  const path = `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets`
  await api.post(path, { metadata: { name: SERVICE }, spec: { selector: { matchLabels: { app: SERVICE } }, ...spec } })
  const isComputed = async () => {
    const { status } = await api.get<{ readonly status?: { readonly currentHealthy: number } }>(`${path}/${SERVICE}`)
    return status?.currentHealthy === 2
  }
  await waitFor(isComputed, { what: 'the budget to be computed' })
}

/** G33: budgets that allow no eviction. */
const BUDGETS: readonly Cause[] = [
  {
    code: 'SC-G33',
    name: 'budget-needs-every-pod',
    causeCertainty: 'proven',
    comesFirst: false,
    says: 'PodDisruptionBudget web needs 2 of 2 pods healthy, so a drain of their nodes waits',
    shows: /ALLOWED DISRUPTIONS[^]*web +2 +N\/A +0 /,
    plant: async site => {
      await makeService(site.api, { namespace: site.namespace, name: SERVICE })
      await deployment(site, SERVICE, [HTTP])
      await withBudget(site, { minAvailable: 2 })
    },
  },
]

/** G18: the selector matches pods of several workloads. */
const MIXED: readonly Cause[] = [
  {
    code: 'SC-G18',
    name: 'two-deployments-one-without-the-port',
    causeCertainty: 'likely',
    comesFirst: true,
    says: '2 of 4 ready backends are of Deployment worker, which declares metrics 9090/TCP and not target port 8080; 2 of Deployment api declare it',
    shows: /api-[^]*8080[^]*worker-[^]*9090/,
    plant: async site => {
      await makeService(site.api, { namespace: site.namespace, name: SERVICE })
      await deployment(site, 'api', [HTTP])
      await deployment(site, 'worker', [METRICS])
    },
  },
  {
    code: 'SC-G18',
    name: 'job-beside-a-server',
    causeCertainty: 'proven',
    comesFirst: true,
    says: '2 ready backends of Deployment api, 1 of Job import',
    shows: /Job +import/,
    plant: async site => {
      await makeService(site.api, { namespace: site.namespace, name: SERVICE })
      await deployment(site, 'api', [HTTP])
      await runningJob(site, 'import')
    },
  },
  {
    code: 'SC-G18',
    name: 'two-releases-of-one-chart',
    causeCertainty: 'likely',
    comesFirst: true,
    service: 'one-api',
    says: '2 ready backends of Deployment one, 2 of Deployment two; Service two-api of release two has the same selector app=web',
    shows: /one-[^]*two-/,
    plant: async site => {
      const { api, namespace } = site
      for (const release of ['one', 'two']) {
        const labels = { 'app.kubernetes.io/instance': release }
        await makeService(api, { namespace, name: `${release}-api`, selector: { app: SERVICE }, labels })
        await deployment(site, release, [HTTP], labels)
      }
    },
  },
  {
    code: 'SC-G18',
    name: 'canary-beside-stable',
    causeCertainty: 'proven',
    comesFirst: false,
    says: '2 ready backends of Deployment canary, 2 of Deployment stable',
    shows: /canary-[^]*stable-/,
    plant: async site => {
      await makeService(site.api, { namespace: site.namespace, name: SERVICE })
      await deployment(site, 'canary', [HTTP])
      await deployment(site, 'stable', [HTTP])
    },
  },
  {
    code: 'SC-G18',
    name: 'pod-without-owner-beside-a-deployment',
    causeCertainty: 'proven',
    comesFirst: false,
    says: '2 ready backends of Deployment api, 1 of no workload',
    shows: /debug +<none>/,
    plant: async site => {
      const { api, namespace, nodes } = site
      await makeService(api, { namespace, name: SERVICE })
      await deployment(site, 'api', [HTTP])
      const [nodeName = ''] = nodes
      await makePod(api, {
        namespace,
        name: 'debug',
        labels: { app: SERVICE },
        nodeName,
        spec: { containers: [CONTAINER] },
      })
    },
  },
]

export const WORKLOAD_CAUSES: readonly Cause[] = [...MIXED, ...BUDGETS]
