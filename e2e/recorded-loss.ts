import { createSynthetic, type Storage } from '@slicescope/demo-cluster'
import type { SlicescopeProcess } from './slicescope-process.ts'

const CLUSTER = '/api/clusters/slicescope-demo'
const SERVICE = `${CLUSTER}/namespaces/team-1/services/service-1`

/** Where the loss is found: on the page, and as files. */
export const LOSS = {
  place: '/c/slicescope-demo/ns/team-1/svc/service-1',
  page: `${SERVICE}/recording.html`,
  recording: `${CLUSTER}/recording?namespace=team-1&service=service-1`,
}

/** A small cluster, of which service-1 has four backends. */
export function lossStorage(): Storage {
  return createSynthetic({ services: 2, podsPerService: 4, nodes: 2, zones: 2 })
}

/** All backends of service-1 are lost, and come back, while a server records it. */
export async function recordLoss(storage: Storage, slicescope: SlicescopeProcess): Promise<void> {
  const read = async (path: string) => (await slicescope.get(path)).json()
  const isReady = async (count: number) => (await read(SERVICE)).ready === count
  await until(async () => (await read(`${CLUSTER}/history`)).from !== null)
  await until(() => isReady(4))
  turn(storage, false)
  await until(() => isReady(0))
  // Counts over time are noted after the change: not until the loss is over.
  await until(async () => (await read(`${SERVICE}/timeline`)).points.at(-1)?.ready === 0)
  turn(storage, true)
  await until(() => isReady(4))
}

/** All backends of service-1 become not ready, or ready. */
export function turn(storage: Storage, ready: boolean): void {
  for (const slice of storage.list('endpointslices')) {
    const { namespace, name, labels } = slice.metadata
    if (labels?.['kubernetes.io/service-name'] !== 'service-1') continue
    const endpoints = (slice.endpoints ?? []).map(endpoint => ({
      ...endpoint,
      conditions: { ready, serving: ready, terminating: false },
    }))
    storage.patch('endpointslices', { namespace: String(namespace), name }, { endpoints })
  }
}

const LATEST_MS = 30_000
const PAUSE_MS = 50

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + LATEST_MS
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error('The loss was not recorded in time.')
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS))
  }
}
