import { encodeEvent, encodeHeartbeat, encodeMessage, encodePatch, encodeSnapshot } from '../encode.ts'
import { PROTOCOL_VERSION } from '../messages.ts'
import { parseTopic, type Topic, type TopicName, topicName } from '../topic.ts'
import { formatWatermark, parseWatermark, type Watermark } from '../watermark.ts'
import { createModelTopic, type ModelTopic } from './model-topic.ts'
import type { Random } from '@slicescope/view/random'
import { randomFreshness, randomTime } from './random-topics.ts'

/** All that the server of the law can be asked for. */
export const TOPICS: readonly [Topic, ...Topic[]] = [
  { type: 'overview', namespace: '*' },
  { type: 'overview', namespace: 'shop' },
  { type: 'service', key: 'shop/web' },
  { type: 'service', key: 'shop/api' },
  { type: 'service', key: 'shop/new' },
]

interface Told {
  readonly number: number
  readonly name: TopicName
  readonly part: string
}

/** A server as its wire shows it: topics that change by chance, parts kept for who comes back, watermarks and resets. */
export class ModelServer {
  readonly #random: Random
  #topics: ReadonlyMap<TopicName, ModelTopic>
  #told: Told[] = []
  #restarts = 0
  #number = 1
  /** Who stands before it restarts. */
  #resumableFrom = 1

  constructor(random: Random) {
    this.#random = random
    this.#topics = this.#createTopics()
  }

  /** What is visible of a topic now. */
  value(topic: Topic): unknown {
    return this.#find(topicName(topic)).value()
  }

  /** Some topics change; answers with the events for who reads `topics`. */
  change(topics: readonly Topic[]): readonly string[] {
    this.#number += 1 + this.#random.below(3)
    const names = new Set(topics.map(topicName))
    const parts = this.#random.some(TOPICS).flatMap(topic => {
      const name = topicName(topic)
      const part = this.#find(name).change()
      if (part === null) return []
      this.#told.push({ number: this.#number, name, part })
      return names.has(name) ? [part] : []
    })
    return parts.length === 0 ? [] : [...parts, encodePatch(this.#watermark())]
  }

  beat(topics: readonly Topic[]): string {
    const ages = () => ({
      heard: randomTime(this.#random),
      progressed: randomTime(this.#random),
      verified: randomTime(this.#random),
    })
    return encodeHeartbeat({
      watermark: this.#watermark(),
      time: randomTime(this.#random),
      ...ages(),
      topics: topics.map(topic => {
        const held = this.#find(topicName(topic))
        return [held.name, { digest: held.digest(), ...ages() }]
      }),
    })
  }

  /** Begins again under another epoch, at any number. */
  restart(): void {
    this.#restarts += 1
    this.#number = 1 + this.#random.below(40)
    this.#topics = this.#createTopics()
    this.forget()
  }

  /** No reader can go on from before now. */
  forget(): void {
    this.#resumableFrom = this.#number
    this.#told = []
  }

  /** What a stream with this query begins with. */
  open(query: string): readonly string[] {
    const { topics, since, fresh } = parseQuery(query)
    const cluster = { slug: 'c', context: 'c', uid: null, version: null, insecure: false }
    const time = randomTime(this.#random)
    const hello = { type: 'hello', protocol: PROTOCOL_VERSION, epoch: this.#epoch(), time, cluster } as const
    const freshness = randomFreshness(this.#random)
    const state = {
      type: 'state',
      resources: [],
      freshness,
      server: 'https://api:6443',
      nextAttempt: null,
      asked: null,
      stopping: false,
    } as const
    const begin = since === undefined ? [this.#snapshot(topics)] : this.#resume(topics, { since, fresh })
    return [encodeMessage(hello), encodeMessage(state), ...begin, this.beat(topics)]
  }

  #resume(topics: readonly Topic[], { since, fresh }: { since: Watermark; fresh: ReadonlySet<string> }) {
    const from = parseWatermark(since)
    if (from?.epoch !== this.#epoch() || from.number < this.#resumableFrom || from.number > this.#number)
      return [encodeMessage({ type: 'reset', reason: 'too old' }), this.#snapshot(topics)]
    const names = topics.map(topicName)
    const missed = this.#told.filter(({ number, name }) => number > from.number && names.includes(name))
    const parts = missed.flatMap(({ name, part }) => (fresh.has(name) ? [] : [part]))
    const whole = names
      .filter(name => fresh.has(name))
      .map(name => encodeEvent('part', JSON.stringify({ topic: name, value: this.#find(name).value() })))
    return [...parts, ...whole, encodePatch(this.#watermark())]
  }

  #snapshot(topics: readonly Topic[]): string {
    const members = topics.map(topic => ({ name: topicName(topic), json: JSON.stringify(this.value(topic)) }))
    return encodeSnapshot(this.#watermark(), members).join('')
  }

  #createTopics(): ReadonlyMap<TopicName, ModelTopic> {
    return new Map(TOPICS.map(topic => [topicName(topic), createModelTopic(topic, this.#random)]))
  }

  #find(name: TopicName): ModelTopic {
    const topic = this.#topics.get(name)
    if (topic === undefined) throw new Error(`no topic of the law: ${name}`)
    return topic
  }

  #epoch(): string {
    return `e${this.#restarts}`
  }

  #watermark(): Watermark {
    return formatWatermark({ epoch: this.#epoch(), number: this.#number })
  }
}

/** What streamQuery wrote. */
function parseQuery(query: string) {
  const topics: Topic[] = []
  const fresh = new Set<string>()
  let since: Watermark | undefined
  for (const pair of query.split('&')) {
    const [name = '', text = ''] = pair.split('=')
    const value = decodeURIComponent(text)
    if (name === 'since') since = value
    else if (name === 'fresh') fresh.add(value)
    else if (name !== 'because') {
      const topic = parseTopic(`${name}:${value}`)
      if (topic === undefined) throw new Error(`the query asks for what is no topic: ${pair}`)
      topics.push(topic)
    }
  }
  return { topics, since, fresh }
}
