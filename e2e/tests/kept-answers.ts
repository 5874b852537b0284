import { setTimeout } from 'node:timers/promises'
import type { Freshness } from '@slicescope/view'
import type { FollowedCluster } from '../followed-cluster.ts'

/** A question, without its moment, and what was answered then. */
interface Kept {
  readonly path: string
  readonly answer: Answer
}

interface Answer {
  /** Of the last entry that it includes. */
  readonly position: string
  readonly freshness: Freshness
}

const EVERY_MS = 700

/** Asks for the list and for every Service of a namespace again and again, and keeps what is answered. */
export class AnswerKeeper {
  readonly #followed: FollowedCluster
  readonly #namespace: string
  readonly #kept: Kept[] = []
  readonly #ending = new AbortController()
  readonly #running: Promise<void>

  constructor(followed: FollowedCluster, namespace: string) {
    this.#followed = followed
    this.#namespace = namespace
    this.#running = this.#run()
  }

  async stop(): Promise<void> {
    this.#ending.abort()
    await this.#running
  }

  /** Positions that were shown, each once. */
  get positions(): number {
    return new Set(this.#kept.map(({ answer }) => answer.position)).size
  }

  get lastPosition(): string {
    return this.#kept.at(-1)?.answer.position ?? ''
  }

  /** What is answered otherwise by `then` when it is asked for the same position; a line each. Of `each` answers one is asked for. */
  async differences(then: FollowedCluster, each = 1): Promise<readonly string[]> {
    const found: string[] = []
    for (const { path, answer } of this.#kept.filter((_, at) => at % each === 0)) {
      const response = await then.ask(`${path}?at=${answer.position}`)
      const text = await response.text()
      const [was, is] = response.ok ? [toText(answer), toText(JSON.parse(text))] : [toText(answer), text]
      if (was !== is) found.push(`${path} at ${answer.position}: ${firstDifference(was, is)}`)
    }
    return found
  }

  async #run(): Promise<void> {
    const { signal } = this.#ending
    while (!signal.aborted) {
      await this.#keepAll()
      await setTimeout(EVERY_MS, undefined, { signal }).catch(() => {})
    }
  }

  async #keepAll(): Promise<void> {
    const { services } = await this.#followed.overview()
    const own = services.filter(({ namespace }) => namespace === this.#namespace)
    await this.#keep('services')
    for (const { namespace, name } of own) await this.#keep(`namespaces/${namespace}/services/${name}`)
  }

  /** What was deleted a moment ago is no answer. */
  async #keep(path: string): Promise<void> {
    const response = await this.#followed.ask(path)
    if (response.ok) this.#kept.push({ path, answer: await response.json() })
    else await response.body?.cancel()
  }
}

/** Places and ages aside, and that one of the two is of the past. */
function toText({ freshness, ...answer }: Answer): string {
  const { marks, missing } = freshness
  const told = { marks: marks.filter(mark => mark !== 'LIVE' && mark !== 'PAST'), missing }
  return JSON.stringify({ ...answer, freshness: told }, leaveOut)
}

function leaveOut(name: string, value: unknown): unknown {
  if (name === 'slot' || name === 'moment') return undefined
  // In the order of their places.
  return name === 'backends' && Array.isArray(value) ? value.toSorted((a, b) => (a.key < b.key ? -1 : 1)) : value
}

function firstDifference(was: string, is: string): string {
  let at = 0
  while (at < was.length && was[at] === is[at]) at += 1
  const around = (text: string) => text.slice(Math.max(0, at - 100), at + 200)
  return `was ${around(was)} but is ${around(is)}`
}
