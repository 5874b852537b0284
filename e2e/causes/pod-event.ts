import type { Json } from '@slicescope/control-plane'
import type { Site } from './cause.ts'

/** As a kubelet writes an event about a pod. */
export async function writePodEvent({ api, namespace }: Site, pod: string, event: Json): Promise<void> {
  const { metadata } = await api.get<{ metadata: { uid: string } }>(`/api/v1/namespaces/${namespace}/pods/${pod}`)
  const now = new Date().toISOString()
  await api.post(`/api/v1/namespaces/${namespace}/events`, {
    metadata: { name: `${pod}.1` },
    involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace, name: pod, uid: metadata.uid },
    type: 'Warning',
    firstTimestamp: now,
    lastTimestamp: now,
    count: 7,
    source: { component: 'kubelet' },
    ...event,
  })
}
