import { isDeepStrictEqual } from 'node:util'
import {
  formatDigest,
  type Message,
  overviewState,
  serviceState,
  type Topic,
  topicName,
  type TopicState,
} from '@slicescope/protocol'
import { must } from '@slicescope/model'
import type { Changed } from '@slicescope/view'
import { RandomBrowser } from './random-browser.ts'
import { RandomCluster } from './random-cluster.ts'
import { NAMESPACES, randomKey } from './random-objects.ts'
import { Random } from '@slicescope/model/random'

interface StreamLawOptions {
  readonly seed: number
  /** How often the cluster, the network, the readers or time make a step. */
  readonly steps: number
  /** Planted bugs: on the way to the browser, and between view and hub. */
  readonly tamper?: (message: Message) => readonly Message[]
  readonly blur?: (changed: Changed) => Changed
}

const BROWSERS = 3
/** Comparing costs more than changing. */
const STEPS_BETWEEN_LOOKS = 25
/** Longer than every pause of the hub, shorter than any silence that changes an answer. */
const SETTLE_MS = 11_000
/** Pauses between two steps, from within one patch to longer than topics linger. */
const PAUSES = [0, 0, 10, 49, 50, 51, 200, 1000, 10_000, 25_000, 130_000] as const

/**
 * L2: after any patches, resumes and resets what browsers hold equals the server's view, digests and ages included.
 * Answers with the first difference in a line; null when there is none.
 */
export function findStreamDifference({
  seed,
  steps,
  tamper = message => [message],
  blur,
}: StreamLawOptions): string | null {
  const random = new Random(seed)
  const cluster = new RandomCluster(random, blur)
  const browsers = Array.from(
    { length: BROWSERS },
    () => new RandomBrowser({ hub: cluster.hub, topics: randomTopics(random), tamper }),
  )
  for (let step = 1; step <= steps; step += 1) {
    if (random.chance(0.6)) cluster.change()
    else moveBrowser(must(browsers[random.below(BROWSERS)]), random)
    cluster.timers.step(random.pick(PAUSES))
    if (step % STEPS_BETWEEN_LOOKS !== 0) continue
    const difference = settle(cluster, browsers)
    if (difference !== null) return `seed ${seed}, step ${step}: ${difference}`
  }
  return null
}

function moveBrowser(browser: RandomBrowser, random: Random): void {
  const deed = random.below(10)
  if (deed < 5) browser.receive(random.below(101) / 100)
  else if (deed < 7) browser.open()
  else if (deed < 8) browser.close()
  else browser.watch(randomTopics(random))
}

/** One to four topics, some of them of Services that do not exist. */
function randomTopics(random: Random): readonly Topic[] {
  const topics = Array.from(
    { length: 1 + random.below(4) },
    (): Topic =>
      random.chance(0.4)
        ? { type: 'overview', namespace: random.pick(['*', ...NAMESPACES]) }
        : { type: 'service', key: randomKey(random) },
  )
  return [...new Map(topics.map(topic => [topicName(topic), topic])).values()]
}

/** Lets all that is under way arrive and compares. Nothing is sent before Services are listed. */
function settle(cluster: RandomCluster, browsers: readonly RandomBrowser[]): string | null {
  for (const browser of browsers) if (!browser.isOpen) browser.open()
  cluster.hearAll()
  cluster.timers.step(SETTLE_MS)
  for (const browser of browsers) browser.receive()
  for (const [index, browser] of browsers.entries()) {
    if (browser.mismatches > 0) return `browser ${index} saw a digest that differs`
    if (!cluster.view.hasServices()) continue
    const wrong = browser.topics.find(topic => !isAsServed(browser, topic, cluster))
    if (wrong !== undefined) return `browser ${index} differs in ${topicName(wrong)}`
  }
  return null
}

function isAsServed({ state }: RandomBrowser, topic: Topic, { view, timers }: RandomCluster): boolean {
  const now = timers.now()
  if (topic.type === 'service') {
    return isSame(state.services.get(topic.key), serviceState(view.serviceView(topic.key, now) ?? null))
  }
  const { namespace } = topic
  const overview = { services: view.rows(namespace), freshness: view.freshness({ namespace }) }
  return isSame(state.overviews.get(namespace), overviewState(overview))
}

function isSame<V>(held: TopicState<V> | undefined, served: TopicState<V>): boolean {
  return (
    held !== undefined &&
    formatDigest(held.digest) === formatDigest(served.digest) &&
    isDeepStrictEqual(held.value, JSON.parse(JSON.stringify(served.value)))
  )
}
