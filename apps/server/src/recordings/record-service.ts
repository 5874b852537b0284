import { gapsOf, type History, NotRecorded, recordedOf, type Then } from '@slicescope/answers'
import {
  advanceOverview,
  advanceService,
  type ClusterInfo,
  encodePart,
  encodePatch,
  encodeSnapshot,
  formatWatermark,
  overviewState,
  RECORDED_VERSION,
  type RecordedHeader,
  recordedLine,
  serviceState,
  stepOverview,
  stepService,
  topicName,
} from '@slicescope/protocol'
import { must, serviceKey } from '@slicescope/model'
import type { ServiceView } from '@slicescope/view'

export interface AskedRecording {
  readonly namespace: string
  readonly name: string
  /** ms since the epoch */
  readonly from: number
  readonly to: number
}

interface Identity {
  readonly cluster: ClusterInfo
  /** The version of Slicescope. */
  readonly tool: string
}

export interface RecordedService {
  readonly header: RecordedHeader
  /** The verdict when fewest backends were ready; '' where the Service never existed. */
  readonly sentence: string
  /** The header and every message, a line each. */
  readonly lines: readonly string[]
}

/** Bytes of lines: above it a recording is of no use to a browser. */
const MOST_BYTES = 256 * 2 ** 20

/** Looked at as often, a change is at most as late: in ten minutes 0.25 s, in an hour 1.5 s. */
const LEAST_STEP_MS = 250
const MOST_STEPS = 2_400

/** The range has more than fits into a file. */
export class TooLong extends Error {
  override readonly name = 'TooLong'
}

/**
 * What a page with this Service open would have been told between two moments, within what is recorded.
 * @throws TooLong
 */
export async function recordService(
  history: History,
  asked: AskedRecording,
  identity: Identity,
): Promise<RecordedService | NotRecorded> {
  const status = await history.status()
  const recorded = recordedOf(status)
  if (recorded === null) return new NotRecorded('nothing', null)
  const from = Math.max(asked.from, recorded.from)
  const to = Math.min(asked.to, recorded.to)
  if (from >= to) return new NotRecorded(asked.from > recorded.to ? 'future' : 'before', recorded)
  const gaps = gapsOf(status).filter(gap => gap.from < to && gap.to > from)
  const lines: string[] = []
  let bytes = 0
  const write = (at: number, event: string) => {
    const line = recordedLine(at, event)
    bytes += line.length
    if (bytes > MOST_BYTES) throw new TooLong('The range holds more than fits into one file.')
    lines.push(line)
  }
  const step = Math.max(LEAST_STEP_MS, Math.ceil((to - from) / MOST_STEPS))
  const worst = new Worst()
  const begins = [from, ...gaps.flatMap(gap => [gap.from + 1, gap.to])].filter(time => time >= from && time < to)
  for (const [index, begin] of begins.entries()) {
    const end = begins[index + 1] ?? to
    const played = await history.read({ time: begin }, then =>
      play(then, { ...asked, to: end }, { step, write, onView: view => worst.note(view) }),
    )
    if (played instanceof NotRecorded) return played
  }
  const header: RecordedHeader = {
    recorded: RECORDED_VERSION,
    cluster: identity.cluster,
    service: { namespace: asked.namespace, name: asked.name },
    from: toTime(from),
    to: toTime(to),
    gaps: gaps.map(gap => ({ from: toTime(gap.from), to: toTime(gap.to) })),
    tool: identity.tool,
  }
  return { header, sentence: worst.sentence, lines: [JSON.stringify(header), ...lines] }
}

/** Keeps the verdict of the moment when fewest were ready. */
class Worst {
  sentence = ''
  #ready = Number.POSITIVE_INFINITY

  note({ ready, verdict }: ServiceView): void {
    if (ready === null || ready >= this.#ready) return
    this.#ready = ready
    this.sentence = verdict.sentence
  }
}

function toTime(ms: number): string {
  return new Date(ms).toISOString()
}

interface Played {
  /** ms between two looks. */
  readonly step: number
  readonly write: (at: number, event: string) => void
  readonly onView: (view: ServiceView) => void
}

/** From the moment that `then` shows on: everything, and after that what changes. */
async function play(
  { view, past, epoch, now }: Then,
  asked: AskedRecording,
  { step, write, onView }: Played,
): Promise<void> {
  const key = serviceKey(asked.namespace, asked.name)
  const topic = topicName({ type: 'service', key })
  const all = topicName({ type: 'overview', namespace: '*' })
  const readOverview = () => ({
    services: view.rows('*').filter(row => row.key === key),
    freshness: view.freshness({ namespace: '*' }),
  })
  const watermark = () => formatWatermark({ epoch, number: past.number })
  view.open(key)
  try {
    let service = serviceState(view.serviceView(key, now) ?? null)
    let overview = overviewState(readOverview())
    if (service.value !== null) onView(service.value)
    view.takeChanged()
    const topics = [
      { name: all, json: JSON.stringify(overview.value) },
      { name: topic, json: JSON.stringify(service.value) },
    ]
    write(now, encodeSnapshot(watermark(), topics).join(''))
    for (let time = now; time < asked.to; ) {
      time = Math.min(asked.to, time + step)
      await past.moveTo({ time })
      const { services, rows, watches } = view.takeChanged()
      if (!watches && !services.has(key) && !rows.has(key)) continue
      const toService = stepService(service.value, view.serviceView(key, time) ?? null)
      const toOverview = stepOverview(overview.value, readOverview())
      if (toOverview !== null) {
        overview = must(advanceOverview(overview, toOverview), 'a step that fits')
        write(time, encodePart(all, toOverview))
      }
      if (toService !== null) {
        service = must(advanceService(service, toService), 'a step that fits')
        if (service.value !== null) onView(service.value)
        write(time, encodePart(topic, toService))
      }
      if (toService !== null || toOverview !== null) write(time, encodePatch(watermark()))
    }
  } finally {
    view.close(key)
  }
}
