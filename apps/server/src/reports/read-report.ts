import {
  type History,
  NO_HISTORY,
  noService,
  NotRecorded,
  notRecordedProblem,
  type Observed,
  Problem,
  readObserved,
  readTimeline,
  recordedOf,
  type ServicePath,
  toTime,
} from '@slicescope/answers'
import type { Gap } from '@slicescope/history'
import { serviceKey } from '@slicescope/model'
import type { ReportFacts, ReportMoment } from '@slicescope/picture'
import { compareViews } from '@slicescope/view'
import { captionedView, type CaptionOptions } from '../api/captioned-view.ts'
import { findCluster } from '../api/find-cluster.ts'
import type { ShownCluster } from '../clusters/shown-cluster.ts'
import { type Incident, lastIncident, worstIncident } from './incident.ts'

export interface AskedReport {
  readonly path: ServicePath
  /** ms since the epoch; without them from before the last loss to after it. */
  readonly from: number | undefined
  readonly to: number | undefined
  /** An IANA time zone. */
  readonly tz: string | undefined
}

/** ms around the last loss, where no range is asked for. */
const AROUND_MS = 5 * 60_000
/** ms; where nothing was lost either. */
const CALM_MS = 60 * 60_000
/** ms; a loss shows first signs before it counts as one. */
const BEFORE_MS = 10_000

/** All that a report says, read from the history. */
export async function readReport(options: CaptionOptions, asked: AskedReport): Promise<ReportFacts | Problem> {
  const { path } = asked
  const cluster = findCluster(options.registry, path.cluster)
  if (cluster instanceof Problem) return cluster
  const { history } = cluster
  if (history === null) return NO_HISTORY
  const covered = await coverage(cluster, history, asked)
  if (covered instanceof Problem) return covered
  const { range, incident } = covered
  const read = (time: number) =>
    captionedView(options, path, { at: time < cluster.now() ? toTime(time) : undefined, tz: asked.tz })
  const start = incident === null ? range.from : Math.max(range.from, incident.onset - BEFORE_MS)
  const [before, worst, recovery] = [
    incident !== null && start >= incident.onset ? null : await read(start),
    await read(incident?.worst ?? range.to),
    incident?.end?.how === 'recovered' ? await read(incident.end.time) : null,
  ]
  if (worst instanceof Problem) return worst
  const moments = { before: orNull(before), worst, recovery: orNull(recovery) }
  const service = serviceKey(path.namespace, path.name)
  const timeline = await readTimeline(history, { cluster, service, range })
  return {
    namespace: path.namespace,
    name: path.name,
    range: toTimes(range),
    asked: toTimes(covered.asked),
    loss: incident === null ? null : lossOf(incident),
    ...moments,
    timeline,
    comparison: comparisonOf(moments),
  }
}

interface Coverage {
  readonly asked: Gap
  readonly range: Gap
  readonly incident: Incident | null
}

async function coverage(
  cluster: ShownCluster,
  history: History,
  { path, from, to }: AskedReport,
): Promise<Coverage | Problem> {
  const status = await history.status()
  const recorded = recordedOf(status)
  if (recorded === null) return notRecordedProblem(new NotRecorded('nothing', null))
  const now = cluster.now()
  const until = cluster.recording.isRecording ? now : recorded.to
  if (to !== undefined && to < recorded.from) return notRecordedProblem(new NotRecorded('before', recorded))
  if (from !== undefined && from > until)
    return notRecordedProblem(new NotRecorded(from > now ? 'future' : 'before', recorded))
  const end = Math.min(to ?? until, until)
  const all = { from: recorded.from, to: end }
  const observed = readObserved(await history.observations('row', serviceKey(path.namespace, path.name), all))
  if (!observed.some(({ row, at }) => row !== null && at <= end)) return noService(path.namespace, path.name)
  const asked = askedRange(observed, { from, to }, end)
  if (asked.from >= asked.to) return NO_RANGE
  const range = { from: Math.max(asked.from, recorded.from), to: Math.min(asked.to, end) }
  return { asked, range, incident: worstIncident(observed, range) }
}

const NO_RANGE = new Problem(400, 'The range is empty: "from" must be before "to", and before now.')

/** Without a beginning it begins before the last loss; without an end too, it ends after that. */
function askedRange(observed: readonly Observed[], { from, to }: Pick<AskedReport, 'from' | 'to'>, end: number): Gap {
  if (from !== undefined) return { from, to: to ?? end }
  const last = lastIncident(observed, end)
  if (last === null) return { from: end - CALM_MS, to: to ?? end }
  const after = last.end === null ? end : Math.min(end, last.end.time + AROUND_MS)
  return { from: last.onset - AROUND_MS, to: to ?? after }
}

function lossOf({ onset, isOnsetSeen, end }: Incident): NonNullable<ReportFacts['loss']> {
  return { onset: toTime(onset), isOnsetSeen, end: end === null ? null : { time: toTime(end.time), how: end.how } }
}

function orNull(moment: ReportMoment | Problem | null): ReportMoment | null {
  return moment instanceof Problem ? null : moment
}

function comparisonOf({ before, worst }: Pick<ReportFacts, 'before' | 'worst'>): ReportFacts['comparison'] {
  if (before === null) return null
  return compareViews(sideOf(before), sideOf(worst))
}

function sideOf({ view, caption }: ReportMoment) {
  return { at: Date.parse(caption.asOf), view }
}

function toTimes({ from, to }: Gap) {
  return { from: toTime(from), to: toTime(to) }
}
