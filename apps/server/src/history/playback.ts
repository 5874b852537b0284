import type { Gap } from '@slicescope/history'
import { formatWatermark, type Topic } from '@slicescope/protocol'
import { ALL_RIGHTS } from '@slicescope/view'
import { createFeed } from '../stream/topic-feed.ts'
import { type History, NotRecorded } from './history.ts'

/** As the stream's events carry it. */
type Data = Record<string, unknown>

interface Played {
  /** Up to when the parts lead. */
  readonly to: number
  readonly base: Data
  readonly parts: readonly { readonly at: string; readonly patch: Data }[]
}

/** A picture every so many ms at most: more would not be seen. */
const LEAST_MS = 100
const MOST_PARTS = 600
/** ms of work; a reader asks for the rest from where it ended. */
const MOST_WORK_MS = 10_000

/** A topic of the stream as of a time, and what changes until another. */
export async function play(history: History, topic: Topic, range: Gap): Promise<Played | NotRecorded> {
  const began = performance.now()
  const step = Math.max(LEAST_MS, (range.to - range.from) / MOST_PARTS)
  const parts: { at: string; patch: Data }[] = []
  let base: Data = {}
  let next = range.from
  let endedAt: number | null = null
  const walked = await history.walk(range, ({ view, past, epoch, now }) => {
    const feed = createFeed(topic, { view, rights: ALL_RIGHTS })
    view.takeChanged()
    feed.flush({ now, number: past.number })
    const watermark = formatWatermark({ epoch, number: past.number })
    base = { watermark, topics: { [feed.name]: JSON.parse(Buffer.from(feed.json()).toString()) } }
    return (time, number) => {
      if ((time < next && time < range.to) || endedAt !== null) return
      if (performance.now() - began > MOST_WORK_MS) {
        endedAt = time
        return
      }
      const part = feed.isTouchedBy(view.takeChanged()) ? feed.flush({ now: time, number }) : null
      if (part === null) return
      next = time + step
      parts.push({ at: new Date(time).toISOString(), patch: dataOf(part) })
    }
  })
  return walked instanceof NotRecorded ? walked : { to: endedAt ?? walked.to, base, parts }
}

/** Of one server-sent event. */
function dataOf(event: Uint8Array): Data {
  const text = Buffer.from(event).toString()
  return JSON.parse(text.slice(text.indexOf('data: ') + 'data: '.length))
}
