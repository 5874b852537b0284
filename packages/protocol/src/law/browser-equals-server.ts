import type { Message } from '../messages.ts'
import { formatDigest } from '../digest.ts'
import { isEqualJson } from '../json-equality.ts'
import { applyMessage, EMPTY_STREAM, keepTopics, streamQuery, type StreamState } from '../stream-state.ts'
import type { Topic } from '../topic.ts'
import { topicName } from '../topic.ts'
import { overviewState, serviceState } from '../topic-state.ts'
import { ModelServer, TOPICS } from './model-server.ts'
import { Random } from '@slicescope/view/random'
import { readEvents } from './server-events.ts'

interface Run {
  readonly seed: number
  readonly steps: number
  /** A planted bug: what the browser makes of a message. */
  readonly apply?: (state: StreamState, message: Message) => StreamState
}

/**
 * Law L2: after any patches, heartbeats, resets, resumes and changes of topics the browser's state equals the server's,
 * and its digests are those made from scratch. Answers with the first difference in words, seed and step included, or null.
 */
export function findDifference(run: Run): string | null {
  const law = new BrowserLaw(run)
  for (let step = 1; step <= run.steps; step += 1) {
    const deed = law.step()
    const difference = law.difference()
    if (difference !== null) return `seed ${run.seed}, step ${step} (${deed}): ${difference}`
  }
  return null
}

type Deed = 'change' | 'beat' | 'cut' | 'break off' | 'choose topics' | 'restart' | 'forget'

const DEEDS: readonly [Deed, ...Deed[]] = [
  ...(['change', 'change', 'change', 'change', 'beat', 'beat'] as const),
  ...(['cut', 'break off', 'choose topics', 'choose topics', 'restart', 'forget'] as const),
]

class BrowserLaw {
  readonly #random: Random
  readonly #server: ModelServer
  readonly #apply: (state: StreamState, message: Message) => StreamState
  #topics: readonly Topic[] = [TOPICS[0]]
  #state = EMPTY_STREAM

  constructor({ seed, apply }: Run) {
    this.#random = new Random(seed)
    this.#server = new ModelServer(this.#random)
    this.#apply = apply ?? applyMessage
    this.#open()
  }

  step(): Deed {
    const deed = this.#random.pick(DEEDS)
    this.#do(deed)
    return deed
  }

  difference(): string | null {
    const { overviews, services, mismatches } = this.#state
    const { size } = new Set(this.#topics.map(topicName))
    if (mismatches.length > 0) return `it is said to differ: ${mismatches.join(', ')}`
    if (overviews.size + services.size !== size) return `${overviews.size + services.size} topics of ${size} are held`
    for (const topic of this.#topics) {
      const difference = this.#differenceIn(topic)
      if (difference !== null) return `${topicName(topic)}: ${difference}`
    }
    return null
  }

  #differenceIn(topic: Topic): string | null {
    const held = topic.type === 'overview' ? this.#overview(topic.namespace) : this.#service(topic.key)
    if (held === undefined) return 'it is not held'
    if (!isEqualJson(withoutTimes(held.value), withoutTimes(this.#server.value(topic)))) return 'the values differ'
    return held.digest === held.rebuilt ? null : 'the digest is not that of the value'
  }

  #overview(namespace: string) {
    const held = this.#state.overviews.get(namespace)
    return (
      held && { ...held, digest: formatDigest(held.digest), rebuilt: formatDigest(overviewState(held.value).digest) }
    )
  }

  #service(key: string) {
    const held = this.#state.services.get(key)
    return (
      held && { ...held, digest: formatDigest(held.digest), rebuilt: formatDigest(serviceState(held.value).digest) }
    )
  }

  #do(deed: Deed): void {
    switch (deed) {
      case 'change':
        return this.#hear(this.#server.change(this.#topics))
      case 'beat':
        return this.#hear([this.#server.beat(this.#topics)])
      case 'cut':
        this.#miss(0)
        return this.#open()
      case 'break off':
        this.#miss(1 + this.#random.below(3))
        return this.#open()
      case 'choose topics':
        if (this.#random.oneIn(2)) this.#miss(0)
        this.#topics = [this.#random.pick(TOPICS), ...this.#random.some(TOPICS)]
        this.#state = keepTopics(this.#state, this.#topics)
        return this.#open()
      case 'restart':
        this.#server.restart()
        return this.#open()
      case 'forget':
        this.#miss(0)
        this.#server.forget()
        return this.#open()
      default:
        return deed satisfies never
    }
  }

  /** The line is cut: the server goes on, and of its last change only the first events arrive. */
  #miss(heard: number): void {
    for (let changes = this.#random.below(4); changes > 0; changes -= 1) this.#server.change(this.#topics)
    const events = this.#server.change(this.#topics)
    this.#hear(events.slice(0, Math.min(heard, Math.max(0, events.length - 1))))
  }

  #open(): void {
    this.#hear(this.#server.open(streamQuery(this.#topics, this.#state)))
  }

  #hear(events: readonly string[]): void {
    for (const message of readEvents(events.join(''))) this.#state = this.#apply(this.#state, message)
  }
}

function withoutTimes(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (name, member) => (['heard', 'progressed', 'verified'].includes(name) ? null : member)),
  )
}
