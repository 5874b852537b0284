import {
  type Json,
  type KubeList,
  makeDeployment,
  makeNodes,
  makePod,
  makeService,
  setPodStatus,
} from '@slicescope/control-plane'
import { type Cause, SERVICE, type Site } from './cause.ts'
import { writePodEvent } from './pod-event.ts'
import { CONTAINER, listed, makeStillPod, running, type StillPod } from './still-pods.ts'

/** The Service with a Deployment whose pods are as told. */
function deployed(spec: Json): Cause['plant'] {
  return async ({ api, namespace }) => {
    await makeService(api, { namespace, name: SERVICE })
    await makeDeployment(api, { namespace, name: 'web', replicas: 2, pods: { spec } })
  }
}

/** The Service with one pod that a kubelet has taken and not got up. */
function taken(event?: Json): Cause['plant'] {
  return async site => {
    const { api, namespace, still } = site
    await makeService(api, { namespace, name: SERVICE })
    await makePod(api, { namespace, name: 'web-0', labels: { app: SERVICE }, nodeName: still })
    const conditions = [
      { type: 'PodReadyToStartContainers', status: 'False' },
      { type: 'Initialized', status: 'True' },
      ...['Ready', 'ContainersReady'].map(type => ({ type, status: 'False', reason: 'ContainersNotReady' })),
    ]
    await setPodStatus(api, { namespace, name: 'web-0' }, { phase: 'Pending', status: { conditions } })
    if (event !== undefined) await writePodEvent(site, 'web-0', event)
  }
}

/** The Service with one pod whose init container `migrate` is as told, and whose others wait for it. */
function initializing(ip: string, migrate: Json, sidecars: readonly string[] = []): Cause['plant'] {
  return async site => {
    const { api, namespace } = site
    await makeService(api, { namespace, name: SERVICE })
    const own = { image: 'example.com/migrate:1', imageID: '', ready: false, restartCount: 4, ...migrate }
    await makeStillPod(site, {
      ips: [ip],
      ready: false,
      spec: {
        containers: [CONTAINER],
        initContainers: [...sidecars.map(sidecar), { name: 'migrate', image: 'example.com/migrate:1' }],
      },
      status: {
        phase: 'Pending',
        conditions: [
          { type: 'Initialized', status: 'False', reason: 'ContainersNotInitialized' },
          ...['Ready', 'ContainersReady'].map(type => ({ type, status: 'False', reason: 'ContainersNotReady' })),
        ],
        initContainerStatuses: [...sidecars.map(name => running(name)), { name: 'migrate', ...own }],
        containerStatuses: [
          {
            name: 'main',
            image: 'example.com/main:1',
            imageID: '',
            ready: false,
            started: false,
            restartCount: 0,
            state: { waiting: { reason: 'PodInitializing' } },
          },
        ],
      },
    })
  }
}

function sidecar(name: string): Json {
  return { name, image: `example.com/${name}:1`, restartPolicy: 'Always' }
}

const EVICTED: Json = { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.' }

function ended(ip: string, status: Json): Cause['plant'] {
  return async site => {
    await makeService(site.api, { namespace: site.namespace, name: SERVICE })
    await end(site, { ips: [ip] }, status)
  }
}

/** It ran, and ends as told. */
async function end(site: Site, pod: StillPod, status: Json): Promise<void> {
  await makeStillPod(site, { spec: { containers: [CONTAINER], restartPolicy: 'Never' }, ...pod })
  const { api, namespace } = site
  const conditions = ['Ready', 'ContainersReady'].map(type => ({ type, status: 'False', reason: 'PodCompleted' }))
  await setPodStatus(api, { namespace, name: pod.name ?? 'web-0' }, { status: { ...status, conditions } })
}

/** As when a tool writes its own labels over those of the controller. */
async function takeSlice({ api, namespace }: Site): Promise<void> {
  const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`
  const { items } = await api.get<KubeList>(path)
  const labels = { 'endpointslice.kubernetes.io/managed-by': 'my-operator' }
  await Promise.all(items.map(({ metadata }) => api.patch(`${path}/${metadata.name}`, { metadata: { labels } })))
}

/** C: pods match and are in no slice. */
export const POD_CAUSES: readonly Cause[] = [
  {
    code: 'SC-C1',
    name: 'no-node-fits',
    causeCertainty: 'proven',
    comesFirst: true,
    says: /^Pods are unschedulable: 2 pods waiting for a node.*scheduler: 0\/\d+ nodes are available: .*didn't match Pod's node affinity\/selector/,
    shows: /didn't match Pod's node affinity\/selector.*"Unschedulable"/,
    plant: deployed({ nodeSelector: { disk: 'none-has-it' } }),
  },
  {
    code: 'SC-C1',
    name: 'no-cpu-left',
    causeCertainty: 'proven',
    comesFirst: true,
    says: 'Insufficient cpu',
    shows: /Insufficient cpu.*"Unschedulable"/,
    plant: deployed({ containers: [{ ...CONTAINER, resources: { requests: { cpu: '5k' } } }] }),
  },
  {
    code: 'SC-C1',
    name: 'scheduling-gate',
    causeCertainty: 'proven',
    comesFirst: true,
    says: 'Scheduling gate blocks the pods: 2 pods waiting for a node',
    shows: /SchedulingGated/,
    plant: deployed({ schedulingGates: [{ name: 'example.com/quota-granted' }] }),
  },
  {
    code: 'SC-C1',
    name: 'no-such-scheduler',
    causeCertainty: 'likely',
    comesFirst: true,
    says: 'Likely: scheduler is not running. 2 pods waiting for a node',
    shows: / Pending their-own $/m,
    plant: deployed({ schedulerName: 'their-own' }),
  },
  {
    code: 'SC-C2',
    name: 'no-address',
    causeCertainty: 'likely',
    comesFirst: true,
    shows: /web-0 .*<none> +still-0[^]*No resources found in no-address namespace/,
    plant: taken(),
  },
  {
    code: 'SC-C2',
    name: 'no-address-for-the-network',
    causeCertainty: 'likely',
    comesFirst: true,
    shows: /FailedCreatePodSandBox +pod\/web-0 .*plugin type="calico" failed/,
    plant: taken({
      reason: 'FailedCreatePodSandBox',
      message:
        'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "1f0c": plugin type="calico" failed (add): no addresses left',
    }),
  },
  {
    code: 'SC-C2',
    name: 'no-address-for-a-volume',
    causeCertainty: 'likely',
    comesFirst: true,
    shows: /FailedMount +pod\/web-0 .*configmap "settings" not found/,
    plant: taken({
      reason: 'FailedMount',
      message: 'MountVolume.SetUp failed for volume "settings" : configmap "settings" not found',
    }),
  },
  {
    code: 'SC-C3',
    name: 'init-crashes',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /"name":"migrate"[^]*"CrashLoopBackOff"/,
    plant: initializing('10.99.100.1', {
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: { terminated: { exitCode: 1, reason: 'Error' } },
    }),
  },
  {
    code: 'SC-C3',
    name: 'init-behind-a-sidecar',
    causeCertainty: 'proven',
    comesFirst: true,
    says: 'Init container migrate is failing: ',
    shows: /"name":"migrate"[^]*"CrashLoopBackOff"/,
    plant: initializing('10.99.100.15', { state: { waiting: { reason: 'CrashLoopBackOff' } } }, ['proxy']),
  },
  {
    code: 'SC-C3',
    name: 'init-waits',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /"name":"migrate"[^]*"running"/,
    plant: initializing('10.99.100.2', {
      restartCount: 0,
      state: { running: { startedAt: new Date().toISOString() } },
    }),
  },
  {
    code: 'SC-C3',
    name: 'init-without-image',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /"name":"migrate"[^]*"ImagePullBackOff"/,
    plant: initializing('10.99.100.3', { restartCount: 0, state: { waiting: { reason: 'ImagePullBackOff' } } }),
  },
  {
    code: 'SC-C4',
    name: 'evicted',
    causeCertainty: 'proven',
    comesFirst: true,
    says: 'Evicted',
    shows: /Failed Evicted The node was low on resource: memory\./,
    plant: ended('10.99.100.4', EVICTED),
  },
  {
    code: 'SC-C4',
    name: 'failed',
    causeCertainty: 'proven',
    comesFirst: true,
    says: 'will not run again (Error, exit code 3)',
    shows: /Failed .*"exitCode":3/,
    plant: ended('10.99.100.5', {
      phase: 'Failed',
      containerStatuses: [running('main', { ready: false, state: { terminated: { exitCode: 3, reason: 'Error' } } })],
    }),
  },
  {
    code: 'SC-C4',
    name: 'succeeded',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /Succeeded .*"reason":"Completed"/,
    plant: ended('10.99.100.6', {
      phase: 'Succeeded',
      containerStatuses: [
        running('main', { ready: false, state: { terminated: { exitCode: 0, reason: 'Completed' } } }),
      ],
    }),
  },
  {
    code: 'SC-C4',
    name: 'evicted-and-replaced',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /Failed Evicted/,
    plant: async site => {
      await ended('10.99.100.7', EVICTED)(site)
      await makeStillPod(site, { name: 'web-1', ips: ['10.99.100.8'] })
    },
  },
  {
    code: 'SC-C5',
    name: 'node-gone',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /nodes "never-there-77" not found/,
    exitCode: 1,
    plant: async site => {
      const { api, namespace } = site
      const [node = ''] = await makeNodes(api, { count: 1, simulated: false, prefix: 'never-there', first: 77 })
      await api.delete(`/api/v1/nodes/${node}`)
      await makeService(api, { namespace, name: SERVICE })
      await makeStillPod(site, { node, ips: ['10.99.100.9'] })
    },
  },
  {
    code: 'SC-C6',
    name: 'other-family',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /\["IPv6"\] SingleStack[^]*10\.99\.100\.10/,
    plant: async site => {
      const spec = { ipFamilies: ['IPv6'], ipFamilyPolicy: 'SingleStack' }
      await makeService(site.api, { namespace: site.namespace, name: SERVICE, spec })
      await makeStillPod(site, { ips: ['10.99.100.10'] })
    },
  },
  {
    code: 'SC-C6',
    name: 'one-family-of-two',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /\["IPv4","IPv6"\] RequireDualStack[^]*10\.99\.100\.11/,
    plant: async site => {
      const spec = { ipFamilyPolicy: 'RequireDualStack' }
      await makeService(site.api, { namespace: site.namespace, name: SERVICE, spec })
      await makeStillPod(site, { ips: ['10.99.100.11'] })
    },
  },
  {
    code: 'SC-C9',
    name: 'taken-from-the-controller',
    // With its slice out of sight, the controller calls its cache out of date and writes none for the Service.
    causeCertainty: 'likely',
    // That the pod of an endpoint is gone is proven.
    comesFirst: false,
    shows: /web-\S+ .*\bmy-operator +web/,
    beside: ['SC-G3'],
    plant: async site => {
      const { api, namespace } = site
      await makeService(api, { namespace, name: SERVICE })
      for (const at of [0, 1]) await makeStillPod(site, { name: `web-${at}`, ips: [`10.99.100.${12 + at}`] })
      await listed(site, 2)
      await takeSlice(site)
      await api.delete(`/api/v1/namespaces/${namespace}/pods/web-1?gracePeriodSeconds=0`)
    },
  },
  {
    code: 'SC-C9',
    name: 'taken-before-they-were-ready',
    causeCertainty: 'likely',
    comesFirst: true,
    shows: /web-\S+ .*\bmy-operator +web/,
    plant: async site => {
      const { api, namespace } = site
      await makeService(api, { namespace, name: SERVICE })
      await makeStillPod(site, { ips: ['10.99.100.14'], ready: false })
      await listed(site, 1)
      await takeSlice(site)
      await setPodStatus(
        api,
        { namespace, name: 'web-0' },
        { ready: true, status: { containerStatuses: [running('main')] } },
      )
    },
  },
]
