import { ClusterGraph } from '@slicescope/graph'
import type { ClusterStore } from '@slicescope/model'
import { viewOfStore } from '@slicescope/view'
import type { Measure } from './measures.ts'
import { syntheticStore } from './synthetic-store.ts'

/** As the server does it between two flushes (DIAGNOSE_MS of apps/server). */
const SLICE_MS = 10
const SERVICES = 10_000
const CLUSTER = { nodes: 200, zones: 3 } as const
/** Of the last one pod in three crashes: what is lost is looked at longer. */
const LARGE = [
  { pods: 3_000, crashing: 0 },
  { pods: 5_000, crashing: 0 },
  { pods: 5_000, crashing: 3 },
] as const

/**
 * Why each of 10,000 Services is as it is, and each of some large ones, worked out in slices of bounded time: the longest
 * slice beside that of a loop that only looks at the clock, and all of it beside counting the same Services again.
 */
function measureDiagnosis(): readonly Measure[] {
  return [
    ...measureCluster(`${SERVICES} Services`, syntheticStore({ ...CLUSTER, services: SERVICES, podsPerService: 2 }, 0)),
    ...LARGE.flatMap(({ pods, crashing }) =>
      measureCluster(
        `one Service of ${pods} pods${crashing === 0 ? '' : `, one in ${crashing} crashing`}`,
        syntheticStore({ ...CLUSTER, services: 1, podsPerService: pods }, crashing),
      ),
    ),
  ]
}

function measureCluster(what: string, store: ClusterStore): readonly Measure[] {
  // The first is for the engine, which compiles as it goes.
  const [, counted] = [countAnew(store), countAnew(store)]
  const [, slices] = [diagnoseAnew(store), diagnoseAnew(store)]
  const idle = slices.map(() => sliceOf(() => true))
  const all = slices.reduce((sum, slice) => sum + slice, 0)
  const note = `${slices.length} slices of ${SLICE_MS} ms and the last step of each; floor: an idle loop`
  return [
    {
      what: `${what} diagnosed, longest slice`,
      value: Math.max(...slices),
      floor: Math.max(...idle),
      unit: 'ms',
      note,
    },
    {
      what: `${what} diagnosed, all slices`,
      value: all,
      floor: counted,
      unit: 'ms',
      note: 'floor: counting them again',
    },
  ]
}

function countAnew({ listers }: ClusterStore): number {
  return usedBy(() => {
    const graph = new ClusterGraph({ listers, coverage: () => 'known' }, Date.now())
    for (const key of graph.keys()) graph.absent(key)
  })
}

/** The length of each slice. */
function diagnoseAnew(store: ClusterStore): readonly number[] {
  const now = Date.now()
  const view = viewOfStore(store, { startedAt: now })
  const slices: number[] = []
  const state = { isWaiting: true }
  while (state.isWaiting) {
    slices.push(
      sliceOf(isOver => {
        state.isWaiting = view.diagnose(now, isOver)
        return false
      }),
    )
  }
  return slices
}

/** How much of this thread's time a slice takes: `work` is called until it answers false or the slice is over. */
function sliceOf(work: (isOver: () => boolean) => boolean): number {
  const begun = performance.now()
  const isOver = () => performance.now() - begun >= SLICE_MS
  return usedBy(() => {
    while (work(isOver) && !isOver());
  })
}

/** ms of processor time, which other processes do not lengthen. */
function usedBy(work: () => void): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}

if (import.meta.main) process.stdout.write(JSON.stringify(measureDiagnosis()))
