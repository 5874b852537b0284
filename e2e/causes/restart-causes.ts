import { type KubeObject, makeService, makeStatefulSet, setPodStatus, waitFor } from '@slicescope/control-plane'
import { type Cause, SERVICE } from './cause.ts'
import { writePodEvent } from './pod-event.ts'
import { CONTAINER, makeStillPod, waiting } from './still-pods.ts'

/** Pods that are restarted, or that should be replaced and are not. */
export const RESTART_CAUSES: readonly Cause[] = [
  {
    code: 'SC-G35',
    name: 'new-template-and-still-broken',
    causeCertainty: 'likely',
    comesFirst: false,
    says: 'StatefulSet web (OrderedReady) creates no pod of revision web-',
    shows: /^web-0 .* web-[0-9a-z]+$/m,
    beside: ['SC-D2'],
    plant: async site => {
      const { api, namespace, still } = site
      await makeService(api, { namespace, name: SERVICE, headless: true })
      const template = { spec: { nodeName: still, containers: [CONTAINER] } }
      const spec = { podManagementPolicy: 'OrderedReady' }
      await makeStatefulSet(api, { namespace, name: SERVICE, replicas: 1, pods: template, spec })
      const path = `/api/v1/namespaces/${namespace}/pods/web-0`
      await waitFor(() => api.get<KubeObject>(path), { what: 'pod web-0' })
      const lastState = { terminated: { exitCode: 1, reason: 'Error' } }
      const containerStatuses = [waiting('main', 'CrashLoopBackOff', { restartCount: 7, lastState })]
      await setPodStatus(
        api,
        { namespace, name: 'web-0' },
        { ips: ['10.99.1.16'], ready: false, status: { containerStatuses } },
      )
      const fixed = { metadata: { annotations: { fixed: 'yes' } } }
      await api.patch(`/apis/apps/v1/namespaces/${namespace}/statefulsets/${SERVICE}`, { spec: { template: fixed } })
    },
  },
  {
    code: 'SC-G34',
    name: 'killed-for-its-liveness-probe',
    causeCertainty: 'likely',
    comesFirst: true,
    says: 'the kubelet restarts container main (exit code 143)',
    shows: /Unhealthy .*Liveness probe failed/,
    plant: async site => {
      const lastState = { terminated: { exitCode: 143, reason: 'Error' } }
      const containerStatuses = [waiting('main', 'CrashLoopBackOff', { restartCount: 7, lastState })]
      await makeService(site.api, { namespace: site.namespace, name: SERVICE })
      await makeStillPod(site, { ips: ['10.99.1.15'], ready: false, status: { containerStatuses } })
      const message = 'Liveness probe failed: Get "http://10.99.1.15:8080/healthz": context deadline exceeded'
      await writePodEvent(site, 'web-0', { reason: 'Unhealthy', message })
    },
  },
]
