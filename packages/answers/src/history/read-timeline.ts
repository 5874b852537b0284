import type { Timeline } from '@slicescope/view'
import type { Gap } from '@slicescope/history'
import type { AskedCluster } from '../questions/asked-clusters.ts'
import { gapDifferences } from './gap-differences.ts'
import { gapsOf, type History, recordedOf } from './history.ts'
import { readChanges, readObserved } from './observation.ts'
import { gapsWithin, lossesOf, marksOf, pointsOf, toTime } from './timeline.ts'

interface AskedTimeline {
  /** As it is now. */
  readonly cluster: Pick<AskedCluster, 'view' | 'now'>
  /** By its key. */
  readonly service: string
  readonly range: Gap
}

/** One Service over a range that ends now or earlier. */
export async function readTimeline(history: History, asked: AskedTimeline): Promise<Timeline> {
  const { cluster, service, range } = asked
  const { view } = cluster
  const status = await history.status()
  const recorded = recordedOf(status)
  const observed = readObserved(await history.observations('row', service, range))
  const changes = await history.observations('change', service, range)
  const gaps = gapsOf(status)
  const ended = gaps.filter(({ to }) => to >= range.from && to <= range.to)
  const fresh = view.row(service) === undefined ? [] : view.changes(service, cluster.now())
  return {
    ...toRange(range),
    recorded: recorded === null ? null : toRange(recorded),
    gaps: gapsWithin(gaps, range),
    points: [...pointsOf(observed, range)],
    marks: [...marksOf(lossesOf(observed), range), ...(await gapDifferences(history, service, ended))],
    changes: mergeChanges([...readChanges(changes), ...fresh], range),
  }
}

function toRange({ from, to }: Gap) {
  return { from: toTime(from), to: toTime(to) }
}

type Change = Timeline['changes'][number]

/** Of those that were told several times the last one; the newest first. */
function mergeChanges(changes: readonly Change[], { from, to }: Gap): Change[] {
  const [first, last] = [toTime(from), toTime(to)]
  const byKey = new Map(changes.map(change => [change.key, change]))
  return [...byKey.values()]
    .filter(({ time, until }) => until >= first && time <= last)
    .toSorted((a, b) => (a.time < b.time ? 1 : -1))
}
