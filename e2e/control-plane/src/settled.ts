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
/** How long a Service that a controller has put off is left to it. */
const PATIENCE_MS = 5000
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
  const woken = new Map<string, number>()
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
      const putOff = await context.retryLog.waiting()
      await wakeServices(context.api, putOff, woken)
      unrest = [...moved, ...busyQueues(between, after), ...putOff]
      return unrest.length === 0
    },
    { what: 'the control plane to come to rest', timeoutMs, everyMs: 100 },
  ).catch(error => {
    throw new Error(`${error.message}; still moving: ${unrest.slice(0, 20).join(', ')}`, { cause: error })
  })
}

/**
 * Queues that may have held something between two readings. The numbers of a reading are not all of one moment, and one
 * queue feeds another: only those that had worked off by the first reading all that was ever added by the second were
 * empty all the time between, and all of them together.
 */
function busyQueues(first: ReadonlyMap<string, WorkQueue>, second: ReadonlyMap<string, WorkQueue>): readonly string[] {
  const busy = [...second].filter(([name, { added }]) => added !== (first.get(name)?.done ?? 0) && !RESTLESS.test(name))
  return busy.map(([name]) => name)
}

/** Queues to which something was added between two readings. */
function movedQueues(before: ReadonlyMap<string, WorkQueue>, after: ReadonlyMap<string, WorkQueue>): readonly string[] {
  const moved = [...after].filter(([name, { added }]) => before.get(name)?.added !== added && !RESTLESS.test(name))
  return moved.map(([name]) => name)
}

/** Each failed sync doubles the time to the next, up to 1000 s: a change of the Service has it tried again at once. */
async function wakeServices(api: Api, putOff: readonly string[], woken: Map<string, number>): Promise<void> {
  const now = performance.now()
  for (const each of putOff) {
    const [namespace = '', name = ''] = each.slice(each.indexOf(' ') + 1).split('/')
    const last = woken.get(each)
    if (last === undefined) {
      woken.set(each, now)
    } else if (now - last > PATIENCE_MS) {
      woken.set(each, now)
      await touchService(api, namespace, name)
    }
  }
}

async function touchServices(api: Api): Promise<void> {
  const { items } = await api.get<KubeList>('/api/v1/services')
  await Promise.all(items.map(({ metadata }) => touchService(api, String(metadata.namespace), metadata.name)))
}

async function touchService(api: Api, namespace: string, name: string): Promise<void> {
  await api.patch(`/api/v1/namespaces/${namespace}/services/${name}`, {
    metadata: { annotations: { [TOUCHED]: String(performance.now()) } },
  })
}
