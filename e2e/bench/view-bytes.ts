import type { ClusterStore } from '@slicescope/model'
import { type ClusterView, type Outcome, viewOfStore } from '@slicescope/view'
import { heapUsed } from './heap-used.ts'
import { syntheticStore } from './synthetic-store.ts'

const CLUSTER = { nodes: 200, zones: 3, podsPerService: 2 } as const
const SERVICES = 10_000

/**
 * Bytes of heap that a view keeps of each of 10,000 Services, all of them diagnosed and their rows made, beside the bytes
 * of a row as it is sent. Needs --expose-gc.
 */
async function measureViewBytes(): Promise<{ readonly viewBytes: number; readonly rowBytes: number }> {
  // For the engine, whose compiled code does not count.
  const warm = diagnosed(syntheticStore({ ...CLUSTER, services: 200 }, 0))
  const store = syntheticStore({ ...CLUSTER, services: SERVICES }, 0)
  const before = await heapUsed()
  const view = diagnosed(store)
  const kept = (await heapUsed()) - before
  // Both must live until here, or there is nothing to measure.
  for (const each of [warm, view]) if (each.rows('*').length === 0) throw new Error('there are no Services')
  return { viewBytes: kept / SERVICES, rowBytes: JSON.stringify(view.rows('*')).length / SERVICES }
}

/** As the server drives it. */
function diagnosed(store: ClusterStore<Outcome>): ClusterView {
  const now = Date.now()
  const view = viewOfStore(store, { startedAt: now })
  store.subscribe(batch => view.apply(batch))
  view.diagnose(now, () => false)
  store.conclude(view.outcomes())
  view.rows('*')
  return view
}

if (import.meta.main) process.stdout.write(JSON.stringify(await measureViewBytes()))
