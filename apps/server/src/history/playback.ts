import type { Gap } from '@slicescope/history'
import { formatWatermark, type Topic } from '@slicescope/protocol'
import { ALL_RIGHTS } from '@slicescope/view'
import { createFeed, type TopicFeed } from '../stream/topic-feed.ts'
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

interface Asked extends Gap {
  /** ms between two pictures; null for as many as there is room for. */
  readonly every: number | null
}

/** Topics of the stream as of a time, and what changes until another. */
export async function play(history: History, topics: readonly Topic[], asked: Asked): Promise<Played | NotRecorded> {
  const began = performance.now()
  const step = Math.max(LEAST_MS, asked.every ?? 0, (asked.to - asked.from) / MOST_PARTS)
  const parts: { at: string; patch: Data }[] = []
  let base: Data = {}
  let next = asked.from
  let endedAt: number | null = null
  const walked = await history.walk(asked, ({ view, past, epoch, now }) => {
    const feeds = topics.map(topic => createFeed(topic, { view, rights: ALL_RIGHTS }))
    view.takeChanged()
    for (const feed of feeds) feed.flush({ now, number: past.number })
    const watermark = formatWatermark({ epoch, number: past.number })
    base = { watermark, topics: Object.fromEntries(feeds.map(feed => [feed.name, dataOfTopic(feed)])) }
    const note = (time: number, number: number) => {
      if ((time < next && time < asked.to) || endedAt !== null) return
      if (performance.now() - began > MOST_WORK_MS) {
        endedAt = time
        return
      }
      const changed = view.takeChanged()
      const told = feeds.flatMap(feed => (feed.isTouchedBy(changed) ? (feed.flush({ now: time, number }) ?? []) : []))
      if (told.length === 0) return
      next = time + step
      const at = new Date(time).toISOString()
      for (const part of told) parts.push({ at, patch: dataOf(part) })
    }
    const end = () => {
      for (const feed of feeds) feed.close()
    }
    return { note, isOver: () => endedAt !== null, end }
  })
  return walked instanceof NotRecorded ? walked : { to: endedAt ?? walked.to, base, parts }
}

function dataOfTopic(feed: TopicFeed): unknown {
  return JSON.parse(Buffer.from(feed.json()).toString())
}

/** Of one server-sent event. */
function dataOf(event: Uint8Array): Data {
  const text = Buffer.from(event).toString()
  return JSON.parse(text.slice(text.indexOf('data: ') + 'data: '.length))
}
