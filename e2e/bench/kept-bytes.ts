import { ClusterStore, RESOURCES } from '@slicescope/model'

const PODS = 20_000
const PODS_A_TEMPLATE = 50

/** Bytes of heap that a kept pod costs at 20,000 pods, beside the bytes of its JSON as it arrives. Needs --expose-gc. */
function measureKeptBytes(): { readonly keptBytes: number; readonly arrivedBytes: number } {
  const collect = globalThis.gc
  if (collect === undefined) throw new Error('run node with --expose-gc')
  const store = new ClusterStore(() => 0)
  const writer = store.writer('pods', null)
  collect()
  const before = process.memoryUsage().heapUsed
  let arrivedBytes = 0
  for (let index = 0; index < PODS; index += 500) {
    const relist = Array.from({ length: 500 }, (_, at) => JSON.stringify(pod(index + at)))
    arrivedBytes += relist.reduce((sum, text) => sum + text.length, 0)
    const objects = relist.map(text => RESOURCES.pods.keep(JSON.parse(text), store.interner))
    writer.apply(objects.map(object => ({ type: 'set', object })))
  }
  collect()
  const keptBytes = (process.memoryUsage().heapUsed - before) / PODS
  // The store must live until here, or there is nothing to measure.
  if (store.listers.pods.size !== PODS) throw new Error('not all pods were kept')
  return { keptBytes, arrivedBytes: arrivedBytes / PODS }
}

/** A pod as an API server sends it, with what we drop: managedFields, environment, volumes, statuses. */
function pod(index: number): object {
  const template = Math.floor(index / PODS_A_TEMPLATE)
  const hash = ((template * 2_654_435_761) % 4_294_967_296).toString(36).slice(0, 9)
  const name = `app-${template}-${hash}-${index.toString(36).padStart(5, '0')}`
  const ip = `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`
  const time = '2026-07-07T03:11:19Z'
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: `team-${template % 40}`,
      uid: `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`,
      resourceVersion: String(1_000_000 + index),
      creationTimestamp: time,
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
      volumes: [{ name: 'token', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } }],
    },
    status: {
      phase: 'Running',
      podIP: ip,
      podIPs: [{ ip }],
      conditions: ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map(type => ({
        type,
        status: 'True',
        lastTransitionTime: time,
      })),
      containerStatuses: [
        {
          name: 'main',
          ready: true,
          restartCount: 0,
          containerID: `containerd://${'a'.repeat(64)}`,
          imageID: `sha256:${'b'.repeat(64)}`,
        },
      ],
    },
  }
}

if (import.meta.main) process.stdout.write(JSON.stringify(measureKeptBytes()))
