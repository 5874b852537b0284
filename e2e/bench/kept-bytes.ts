import { ClusterStore, RESOURCES } from '@slicescope/model'
import { heapUsed } from './heap-used.ts'

const PODS = 20_000
const PODS_A_TEMPLATE = 50

/**
 * Bytes of heap that a kept pod costs at 20,000 pods, beside the bytes of its JSON as it arrives: what the second 20,000
 * add, so that compiled code and tables of the engine's own do not count. Needs --expose-gc.
 */
async function measureKeptBytes(): Promise<{ readonly keptBytes: number; readonly arrivedBytes: number }> {
  const warm = new ClusterStore(() => 0)
  fill(warm)
  const before = await heapUsed()
  const store = new ClusterStore(() => 0)
  const arrived = fill(store)
  const kept = (await heapUsed()) - before
  // Both must live until here, or there is nothing to measure.
  for (const { listers } of [warm, store]) if (listers.pods.size !== PODS) throw new Error('not all pods were kept')
  return { keptBytes: kept / PODS, arrivedBytes: arrived / PODS }
}

/** Page by page, as a list arrives. Answers with the bytes of the JSON. */
function fill(store: ClusterStore): number {
  const writer = store.writer('pods', null)
  let arrived = 0
  for (let index = 0; index < PODS; index += 500) {
    const page = Array.from({ length: 500 }, (_, at) => JSON.stringify(pod(index + at)))
    arrived += page.reduce((sum, text) => sum + text.length, 0)
    const objects = page.map(text => RESOURCES.pods.keep(JSON.parse(text), store.interner))
    writer.apply(objects.map(object => ({ type: 'set', object })))
  }
  return arrived
}

/** A pod as an API server sends it, with what we drop: managedFields, environment, volumes, statuses. */
function pod(index: number): object {
  const template = Math.floor(index / PODS_A_TEMPLATE)
  const hash = ((template * 2_654_435_761) % 4_294_967_296).toString(36).slice(0, 9)
  const name = `app-${template}-${hash}-${index.toString(36).padStart(5, '0')}`
  const ip = `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`
  const created = Date.UTC(2026, 6, 7, 3) + ((index * 7_919) % 90_000_000)
  const scrambled = ((index * 2_654_435_761) % 4_294_967_296).toString(16).padStart(8, '0')
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: `team-${template % 40}`,
      uid: `${scrambled}-0000-4000-8000-${index.toString(16).padStart(12, '0')}`,
      resourceVersion: String(1_000_000 + index),
      creationTimestamp: time(created),
      labels: { app: `app-${template}`, 'pod-template-hash': hash, tier: 'backend' },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: `app-${template}-${hash}`,
          uid: `rs-${template}`,
          controller: true,
        },
      ],
      managedFields: Array.from({ length: 3 }, () => ({
        manager: 'kubelet',
        operation: 'Update',
        fieldsV1: { 'f:status': 'x'.repeat(800) },
      })),
    },
    spec: {
      nodeName: `node-${index % 700}`,
      containers: [
        {
          name: 'main',
          image: `example.com/app-${template}:1`,
          ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
          env: Array.from({ length: 12 }, (_, at) => ({ name: `SETTING_${at}`, value: 'x'.repeat(60) })),
          volumeMounts: [{ name: 'token', mountPath: '/var/run/secrets' }],
        },
      ],
      dnsPolicy: 'ClusterFirst',
      volumes: [{ name: 'token', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } }],
    },
    status: {
      phase: 'Running',
      podIP: ip,
      podIPs: [{ ip }],
      conditions: ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map((type, at) => ({
        type,
        status: 'True',
        lastTransitionTime: time(created + 1_000 * (at + (index % 20))),
      })),
      containerStatuses: [
        {
          name: 'main',
          ready: true,
          started: true,
          restartCount: 0,
          state: { running: { startedAt: time(created + 2_000) } },
          containerID: `containerd://${'a'.repeat(64)}`,
          imageID: `sha256:${'b'.repeat(64)}`,
        },
      ],
    },
  }
}

function time(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}

if (import.meta.main) process.stdout.write(JSON.stringify(await measureKeptBytes()))
