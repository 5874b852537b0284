import type { Gap } from '@slicescope/history'
import { must } from '@slicescope/model'
import {
  encodePart,
  formatWatermark,
  type OverviewStep,
  type ServiceStep,
  type Topic,
  type TopicState,
} from '@slicescope/protocol'
import { ALL_RIGHTS, type Changed, type ClusterView } from '@slicescope/view'
import { type History, NotRecorded } from './history.ts'
import { overviewSource, serviceSource, type TopicSource } from './topic-source.ts'

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
    const played = topics.map(topic => playedTopic(topic, view, now))
    view.takeChanged()
    const watermark = formatWatermark({ epoch, number: past.number })
    base = { watermark, topics: Object.fromEntries(played.map(topic => [topic.name, topic.first])) }
    const note = (time: number) => {
      if ((time < next && time < asked.to) || endedAt !== null) return
      if (performance.now() - began > MOST_WORK_MS) {
        endedAt = time
        return
      }
      const changed = view.takeChanged()
      const told = played.flatMap(topic => topic.next(changed, time))
      if (told.length === 0) return
      next = time + step
      const at = new Date(time).toISOString()
      for (const patch of told) parts.push({ at, patch })
    }
    const end = () => {
      for (const topic of played) topic.close()
    }
    return { note, isOver: () => endedAt !== null, end }
  })
  return walked instanceof NotRecorded ? walked : { to: endedAt ?? walked.to, base, parts }
}

/** A topic that is followed through a stretch of time. */
interface PlayedTopic {
  readonly name: string
  /** All of it as of the beginning. */
  readonly first: unknown
  /** What is new: one patch, or none. */
  readonly next: (changed: Changed, now: number) => readonly Data[]
  readonly close: () => void
}

function playedTopic(topic: Topic, view: ClusterView, now: number): PlayedTopic {
  const options = { view, rights: ALL_RIGHTS }
  return topic.type === 'overview'
    ? followSource(overviewSource(topic.namespace, options), now)
    : followSource(serviceSource(topic.key, options), now)
}

function followSource<V, S extends OverviewStep | ServiceStep>(source: TopicSource<V, S>, begin: number): PlayedTopic {
  let state: TopicState<V> = source.make(source.read(begin))
  return {
    name: source.name,
    // As a reader gets it: what has no value in JSON is left out.
    first: JSON.parse(JSON.stringify(state.value)),
    next: (changed, now) => {
      if (!source.isTouchedBy(changed)) return []
      const step = source.step(state.value, source.read(now))
      if (step === null) return []
      state = must(source.advance(state, step), 'a step that fits')
      return [dataOf(encodePart(source.name, step))]
    },
    close: () => source.close(),
  }
}

/** Of one server-sent event. */
function dataOf(event: string): Data {
  return JSON.parse(event.slice(event.indexOf('data: ') + 'data: '.length))
}
