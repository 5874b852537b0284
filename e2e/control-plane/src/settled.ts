import type { Api } from './api.ts'
import type { Fence } from './fence.ts'
import type { KubeList } from './kube-types.ts'
import { findUnrest } from './pods-at-rest.ts'
import type { RetryLog } from './retry-log.ts'
import { waitFor } from './wait-for.ts'
import { fetchWorkQueues, type WorkQueue } from './work-queues.ts'

export type SettledOptions = {
  /**
   * Annotates every Service with a selector first, so that its slices are computed from what is true now: the
   * EndpointSlice controller does not watch everything that it reads (facts, section 3).
   */
  readonly touch?: boolean
  /** Do not wait for pods and workloads to come to rest, only for what controllers have to do about them now. */
  readonly podsMayMove?: boolean
  readonly timeoutMs?: number
}

export type SettledContext = {
  readonly api: Api
  readonly fence: Fence
  readonly retryLog: RetryLog
  readonly controllerManagerPort: number
}

const TOUCHED = 'slicescope.test/touched'
/** Queues in which something happens only when a workload or its pods change; the fence moves none of them. */
const WORKLOAD_QUEUES = ['deployment', 'replicaset', 'statefulset', 'daemonset', 'job']
/** Queues that never rest, and decide nothing that a slice says. */
const RESTLESS = /^garbage_collector|^node_lifecycle|^job_orphan|^Dynamic/

/**
 * Resolves when the control plane has come to rest: each pod is at the end of its Stages, every controller has heard
 * of all that happened before and its work queue is empty. Waits on those signals, never for a fixed time.
 */
export async function waitUntilSettled(context: SettledContext, options: SettledOptions): Promise<void> {
  const timeoutMs = options.timeoutMs ?? 120_000
  if (options.touch) {
    await touchServices(context.api)
  }
  let unrest: readonly string[] = []
  await waitFor(
    async () => {
      const before = await fetchWorkQueues(context.controllerManagerPort)
      unrest = options.podsMayMove ? [] : await findUnrest(context.api)
      if (unrest.length > 0) {
        return false
      }
      await context.fence.pass(timeoutMs)
      const between = await fetchWorkQueues(context.controllerManagerPort)
      const after = await fetchWorkQueues(context.controllerManagerPort)
      const moved = options.podsMayMove ? [] : movedQueues(before, after).filter(name => WORKLOAD_QUEUES.includes(name))
      // Queues are not read all at one moment: what stood still over two readings was empty at one moment.
      unrest = [...moved, ...busyQueues(after), ...movedQueues(between, after), ...(await context.retryLog.waiting())]
      return unrest.length === 0
    },
    { what: 'the control plane to come to rest', timeoutMs, everyMs: 100 },
  ).catch(error => {
    throw new Error(`${error.message}; still moving: ${unrest.slice(0, 20).join(', ')}`, { cause: error })
  })
}

function busyQueues(queues: ReadonlyMap<string, WorkQueue>): readonly string[] {
  const busy = [...queues].filter(([name, { added, done }]) => added !== done && !RESTLESS.test(name))
  return busy.map(([name]) => name)
}

/** Queues to which something was added between two readings. */
function movedQueues(before: ReadonlyMap<string, WorkQueue>, after: ReadonlyMap<string, WorkQueue>): readonly string[] {
  const moved = [...after].filter(([name, { added }]) => before.get(name)?.added !== added && !RESTLESS.test(name))
  return moved.map(([name]) => name)
}

async function touchServices(api: Api): Promise<void> {
  const { items } = await api.get<KubeList>('/api/v1/services')
  const now = String(performance.now())
  await Promise.all(
    items.map(({ metadata }) =>
      api.patch(`/api/v1/namespaces/${metadata.namespace}/services/${metadata.name}`, {
        metadata: { annotations: { [TOUCHED]: now } },
      }),
    ),
  )
}
