import {
  type Api,
  type Json,
  makeDeployment,
  makeNodes,
  makeService,
  type NodesOptions,
  setPodStatus,
} from '@slicescope/control-plane'
import { type Cause, SERVICE, type Site } from './cause.ts'
import { writePodEvent } from './pod-event.ts'
import { atRest, CONTAINER, makeStillPod, PROBE, running, type StillPod, waiting } from './still-pods.ts'

/** The Service with these pods of it. */
function behind(...pods: readonly StillPod[]): Cause['plant'] {
  return async site => {
    const { api, namespace } = site
    await makeService(api, { namespace, name: SERVICE })
    for (const pod of pods) await makeStillPod(site, pod)
  }
}

const OOM: Json = { terminated: { exitCode: 137, reason: 'OOMKilled' } }

const notReady: Json = { containerStatuses: [running('main', { ready: false })] }

/** A Node of its own, that no kubelet serves. */
async function makeNode(api: Api, options: Omit<NodesOptions, 'count' | 'simulated'>): Promise<string> {
  const [name = ''] = await makeNodes(api, { count: 1, simulated: false, ...options })
  return name
}

/** An application behind a proxy. */
const TWO: readonly Json[] = [
  CONTAINER,
  { name: 'proxy', image: 'example.com/proxy:1', readinessProbe: { tcpSocket: { port: 15001 } } },
]

const CANNOT_BE_MADE: readonly Cause[] = ['ImagePullBackOff', 'ErrImagePull', 'CreateContainerConfigError'].map(
  (reason, at) => ({
    code: 'SC-D1',
    name: `not-made-${reason.toLowerCase()}`,
    causeCertainty: 'proven',
    comesFirst: true,
    shows: new RegExp(`^ +main ${reason}: `, 'm'),
    says: new RegExp(reason),
    plant: behind({
      ips: [`10.99.1.${1 + at}`],
      ready: false,
      status: { containerStatuses: [waiting('main', reason)] },
    }),
  }),
)

/** D: endpoints are in slices and not ready. */
export const READINESS_CAUSES: readonly Cause[] = [
  ...CANNOT_BE_MADE,
  {
    code: 'SC-D1',
    name: 'not-made-for-want-of-a-secret',
    causeCertainty: 'proven',
    comesFirst: true,
    says: 'container main; secret "db" not found',
    shows: /^ +main CreateContainerConfigError: secret "db" not found$/m,
    plant: async site => {
      const state = { waiting: { reason: 'CreateContainerConfigError', message: 'secret "db" not found' } }
      const containerStatuses = [waiting('main', '', { state })]
      await behind({ ips: ['10.99.1.4'], ready: false, status: { containerStatuses } })(site)
      await writePodEvent(site, 'web-0', { reason: 'Failed', message: 'Error: secret "db" not found' })
    },
  },
  {
    code: 'SC-D2',
    name: 'crash-loop',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /CrashLoopBackOff[^]*"exitCode":1/,
    plant: behind({
      ips: ['10.99.1.11'],
      ready: false,
      status: {
        containerStatuses: [
          waiting('main', 'CrashLoopBackOff', {
            restartCount: 7,
            lastState: { terminated: { exitCode: 1, reason: 'Error' } },
          }),
        ],
      },
    }),
  },
  {
    code: 'SC-D2',
    name: 'killed-for-memory',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /OOMKilled/,
    plant: behind(
      {
        ips: ['10.99.1.12'],
        ready: false,
        status: {
          containerStatuses: [waiting('main', 'CrashLoopBackOff', { restartCount: 7, lastState: OOM })],
        },
      },
      { name: 'web-1', ips: ['10.99.1.13'] },
    ),
  },
  {
    code: 'SC-D2',
    name: 'killed-for-memory-again',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /OOMKilled/,
    plant: behind({
      ips: ['10.99.1.14'],
      ready: false,
      status: { containerStatuses: [running('main', { ready: false, restartCount: 7, lastState: OOM })] },
    }),
  },
  {
    code: 'SC-D3',
    name: 'startup-probe',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /^ +main started=false$/m,
    plant: behind({
      ips: ['10.99.1.21'],
      ready: false,
      spec: { containers: [{ ...CONTAINER, startupProbe: PROBE }] },
      status: { containerStatuses: [running('main', { ready: false, started: false })] },
    }),
  },
  {
    code: 'SC-D4',
    name: 'readiness-probe-by-its-event',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /Readiness probe failed: HTTP probe failed with statuscode: 503/,
    plant: async site => {
      await behind({ ips: ['10.99.1.31'], ready: false, status: notReady })(site)
      await writePodEvent(site, 'web-0', {
        reason: 'Unhealthy',
        message: 'Readiness probe failed: HTTP probe failed with statuscode: 503',
      })
    },
  },
  {
    code: 'SC-D4',
    name: 'readiness-probe-without-event',
    causeCertainty: 'likely',
    comesFirst: true,
    shows: /Ready: +False[^]*Readiness: +http-get http:\/\/:8080\/healthz/,
    plant: behind({ ips: ['10.99.1.32'], ready: false, status: notReady }, { name: 'web-1', ips: ['10.99.1.33'] }),
  },
  {
    code: 'SC-D4',
    name: 'readiness-probe-of-some-in-a-deployment',
    causeCertainty: 'likely',
    comesFirst: true,
    shows: /Ready: +False[^]*Readiness: +http-get http:\/\/:8080\/healthz/,
    plant: async ({ api, namespace }) => {
      await makeService(api, { namespace, name: SERVICE })
      await makeDeployment(api, {
        namespace,
        name: SERVICE,
        replicas: 2,
        pods: { fate: 'hang', spec: { containers: [CONTAINER] } },
      })
    },
  },
  {
    code: 'SC-D5',
    name: 'probe-port',
    causeCertainty: 'hint',
    comesFirst: false,
    shows: /"port":9090[^]*"containerPort":8080/,
    beside: ['SC-D4'],
    plant: behind({
      ips: ['10.99.1.41'],
      ready: false,
      spec: { containers: [{ ...CONTAINER, readinessProbe: { httpGet: { path: '/healthz', port: 9090 } } }] },
      status: notReady,
    }),
  },
  {
    code: 'SC-D6',
    name: 'readiness-gate-missing',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /example\.com\/lb-ready[^]*ReadinessGatesNotReady/,
    plant: async site => {
      await behind({
        ips: ['10.99.1.51'],
        ready: false,
        spec: { readinessGates: [{ conditionType: 'example.com/lb-ready' }] },
        status: { containerStatuses: [running('main')], conditions: gateConditions([]) },
      })(site)
    },
  },
  {
    code: 'SC-D6',
    name: 'readiness-gate-false',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /"status":"False","type":"example\.com\/lb-ready"/,
    plant: behind({
      ips: ['10.99.1.52'],
      ready: false,
      spec: { readinessGates: [{ conditionType: 'example.com/lb-ready' }] },
      status: {
        containerStatuses: [running('main')],
        conditions: gateConditions([{ type: 'example.com/lb-ready', status: 'False' }]),
      },
    }),
  },
  {
    code: 'SC-D7',
    name: 'one-container-of-two',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /containers with unready status: \[proxy\]/,
    beside: ['SC-D4'],
    plant: behind({
      ips: ['10.99.1.61'],
      ready: false,
      spec: { containers: TWO },
      status: {
        containerStatuses: [running('main'), running('proxy', { ready: false })],
        conditions: [
          { type: 'Initialized', status: 'True' },
          ...['ContainersReady', 'Ready'].map(type => ({
            type,
            status: 'False',
            reason: 'ContainersNotReady',
            message: 'containers with unready status: [proxy]',
          })),
        ],
      },
    }),
  },
  {
    code: 'SC-D4',
    name: 'readiness-probe-of-one-container-of-two',
    causeCertainty: 'proven',
    comesFirst: true,
    says: 'Readiness probe failing (connection refused): ',
    shows: /dial tcp 10\.99\.1\.62:15001: connect: connection refused/,
    plant: async site => {
      const containerStatuses = [running('main'), running('proxy', { ready: false })]
      await behind({ ips: ['10.99.1.62'], ready: false, spec: { containers: TWO }, status: { containerStatuses } })(
        site,
      )
      await writePodEvent(site, 'web-0', {
        reason: 'Unhealthy',
        message: 'Readiness probe failed: dial tcp 10.99.1.62:15001: connect: connection refused',
      })
    },
  },
  {
    code: 'SC-D8',
    name: 'all-terminating',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /terminating: true/,
    beside: ['SC-G7'],
    plant: async site => {
      await behind({ ips: ['10.99.1.71'] }, { name: 'web-1', ips: ['10.99.1.72'] })(site)
      await deletePods(site, 'web-0', 'web-1')
    },
  },
  {
    code: 'SC-D8',
    name: 'all-terminating-and-none-serves',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /terminating: true/,
    beside: ['SC-G7'],
    plant: async site => {
      await behind({ ips: ['10.99.1.73'] })(site)
      await deletePods(site, 'web-0')
      const pod = { namespace: site.namespace, name: 'web-0' }
      await setPodStatus(site.api, pod, { ready: false, status: notReady })
    },
  },
  {
    code: 'SC-D9',
    name: 'node-not-ready',
    causeCertainty: 'likely',
    comesFirst: true,
    shows: /lost-10 +Unknown .*node\.kubernetes\.io\/unreachable/,
    plant: async site => {
      const node = await makeNode(site.api, { prefix: 'lost', first: 10, zones: ['b'] })
      await behind(
        { ips: ['10.99.1.81'], node },
        { name: 'web-1', ips: ['10.99.1.82'], node },
        { name: 'web-2', ips: ['10.99.1.83'] },
      )(site)
      await atRest(site, 3)
      await loseNode(site.api, node)
      const { namespace, api } = site
      await Promise.all(['web-0', 'web-1'].map(name => setPodStatus(api, { namespace, name }, { status: NODE_LOST })))
    },
  },
  {
    code: 'SC-G16',
    name: 'node-not-ready-and-its-pods-are',
    causeCertainty: 'likely',
    comesFirst: true,
    says: 'Likely: node lost-20 is not Ready. 1 of 2 ready backends runs on lost-20 and is still published as ready.',
    shows: /lost-20 +Unknown /,
    plant: async site => {
      const node = await makeNode(site.api, { prefix: 'lost', first: 20, zones: ['b'] })
      await behind({ ips: ['10.99.1.84'], node }, { name: 'web-1', ips: ['10.99.1.85'] })(site)
      await atRest(site, 2)
      await loseNode(site.api, node)
    },
  },
  {
    code: 'SC-D11',
    name: 'rollout-stuck',
    causeCertainty: 'likely',
    comesFirst: false,
    shows: /has timed out progressing/,
    beside: ['SC-D4'],
    plant: async ({ api, namespace }) => {
      await makeService(api, { namespace, name: SERVICE })
      await makeDeployment(api, {
        namespace,
        name: SERVICE,
        replicas: 2,
        spec: { progressDeadlineSeconds: 2 },
        pods: { fate: 'hang', spec: { containers: [CONTAINER] } },
      })
    },
  },
]

function gateConditions(gates: readonly Json[]): readonly Json[] {
  const message = 'corresponding condition of pod readiness gate "example.com/lb-ready" does not exist.'
  return [
    { type: 'Initialized', status: 'True' },
    { type: 'ContainersReady', status: 'True' },
    { type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady', message },
    ...gates,
  ]
}

async function deletePods({ api, namespace }: Site, ...names: readonly string[]): Promise<void> {
  await Promise.all(names.map(name => api.delete(`/api/v1/namespaces/${namespace}/pods/${name}`)))
}

/** What the node controller writes to the pods of such a Node: it knows nothing of their containers. */
const NODE_LOST: Json = { conditions: [{ type: 'Ready', status: 'False' }] }

/** As the node controller writes it of a Node whose kubelet has stopped; the taint follows from it. */
function loseNode(api: Api, name: string): Promise<unknown> {
  const now = new Date().toISOString()
  const message = 'Kubelet stopped posting node status.'
  return api.patch(`/api/v1/nodes/${name}/status`, {
    status: {
      conditions: [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown', message, lastTransitionTime: now }],
    },
  })
}
