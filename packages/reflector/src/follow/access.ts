import { isRecord, RESOURCES, type Resource } from '@slicescope/model'
import type { Clock } from '../clock.ts'
import { guarded } from '../guarded.ts'
import { readBody } from '../protocol/read-body.ts'
import { readRetryAfter } from '../protocol/read-error-status.ts'
import type { ApiResponse, Transport } from '../transport/transport.ts'
import { type AccessRules, readRules } from './access-rules.ts'
import type { OnScreen } from './on-screen.ts'
import { ReviewQueue } from './review-queue.ts'

/** `unknown`: the API server does not say, only trying can tell; `unreachable`: no API server answered. */
export type Access = 'allowed' | 'denied' | 'unknown' | 'unreachable'

const REVIEWS = '/apis/authorization.k8s.io/v1'

/** An API server that is slow in this must not keep us from trying. */
const LIMIT_MS = 10_000

/** How long an undoubted refusal is not asked about again. */
const REFUSED_MS = 600_000

/** What a namespace's rules say counts for all its resources so long. */
const RULES_MS = 20_000
const DOUBTED_RULES_MS = 4_000

/** Managed clusters often cannot tell all rules; whether that has changed is asked now and then. */
const INCOMPLETE_MS = 600_000

interface Question {
  readonly resource: Resource
  /** null for all. */
  readonly namespace: string | null
  /** It may have changed, though it was refused lately. */
  readonly isDoubted: boolean
  /** It is allowed, and asked about lest that has changed. */
  readonly isRepeat?: boolean
  readonly signal: AbortSignal
}

interface Options {
  readonly connection: { readonly transport: Transport }
  readonly clock: Clock
  readonly onScreen: OnScreen
}

interface Known {
  readonly at: number
  readonly rules: Promise<AccessRules | 'incomplete' | 'unreachable'>
}

/**
 * Asks what we may list and watch, at most five times a second, for what is on the screen first. All resources of a
 * namespace are asked about at once, by its rules, where the API server knows these completely.
 */
export class AccessDesk {
  readonly #options: Options
  readonly #queue: ReviewQueue
  readonly #rules = new Map<string, Known>()
  readonly #refused = new Map<string, number>()
  #incompleteUntil = -Infinity

  constructor(options: Options) {
    this.#options = options
    this.#queue = new ReviewQueue(options.clock)
  }

  /** Whether we may both list and watch a resource. Never rejects. */
  async ask(question: Question): Promise<Access> {
    const { resource, namespace, isDoubted } = question
    if (namespace === null) return this.#review(question)
    const key = `${resource}/${namespace}`
    const { clock } = this.#options
    if (!isDoubted && (this.#refused.get(key) ?? -Infinity) > clock.elapsed()) return 'denied'
    const access = await this.#askInNamespace(namespace, question)
    if (access === 'denied') this.#refused.set(key, clock.elapsed() + REFUSED_MS)
    else this.#refused.delete(key)
    return access
  }

  /** An API server that comes back may have refused what it had not yet read. */
  forgetRefusals(): void {
    this.#refused.clear()
  }

  /** A namespace is gone. */
  forget(namespace: string): void {
    this.#rules.delete(namespace)
    for (const key of this.#refused.keys()) if (key.endsWith(`/${namespace}`)) this.#refused.delete(key)
  }

  async #askInNamespace(namespace: string, question: Question): Promise<Access> {
    if (this.#options.clock.elapsed() < this.#incompleteUntil) return this.#review(question)
    const rules = await this.#rulesOf(namespace, question)
    if (rules === 'unreachable') return rules
    if (rules !== 'incomplete') return rules.allows(question.resource) ? 'allowed' : 'denied'
    this.#incompleteUntil = this.#options.clock.elapsed() + INCOMPLETE_MS
    return this.#review(question)
  }

  #rulesOf(namespace: string, question: Question): Known['rules'] {
    const { isDoubted } = question
    const { clock } = this.#options
    const known = this.#rules.get(namespace)
    if (known !== undefined && clock.elapsed() - known.at < (isDoubted ? DOUBTED_RULES_MS : RULES_MS))
      return known.rules
    const asked = { at: clock.elapsed(), rules: this.#askRules(namespace, question) }
    this.#rules.set(namespace, asked)
    void this.#forgetFailed(namespace, asked)
    return asked.rules
  }

  async #forgetFailed(namespace: string, asked: Known): Promise<void> {
    if ((await asked.rules) === 'unreachable' && this.#rules.get(namespace) === asked) this.#rules.delete(namespace)
  }

  async #askRules(namespace: string, question: Question): Promise<AccessRules | 'incomplete' | 'unreachable'> {
    const answer = await this.#post('SelfSubjectRulesReview', { namespace }, question)
    return typeof answer === 'string' ? (answer === 'unknown' ? 'incomplete' : answer) : readRules(answer)
  }

  /** Each verb by itself: what is refused the first is not asked about the second. */
  async #review(question: Question): Promise<Access> {
    const { resource, namespace } = question
    let access: Access = 'allowed'
    for (const verb of ['list', 'watch']) {
      const resourceAttributes = { verb, group: RESOURCES[resource].group, resource, namespace: namespace ?? '' }
      const answer = await this.#post('SelfSubjectAccessReview', { resourceAttributes }, question)
      if (answer === 'unreachable') return answer
      if (answer === 'unknown') access = answer
      else if (answer['allowed'] !== true) return 'denied'
    }
    return access
  }

  /** The status of a review, once it is its turn. */
  async #post(
    kind: 'SelfSubjectAccessReview' | 'SelfSubjectRulesReview',
    spec: object,
    question: Question,
  ): Promise<Readonly<Record<string, unknown>> | 'unknown' | 'unreachable'> {
    const { connection, clock } = this.#options
    const { signal } = question
    if (!(await this.#queue.take(() => this.#urgencyOf(question), signal))) return 'unreachable'
    return guarded({ clock, signal, silence: LIMIT_MS }, async guard => {
      const response = await connection.transport.request({
        path: `${REVIEWS}/${kind.toLowerCase()}s`,
        review: JSON.stringify({ apiVersion: 'authorization.k8s.io/v1', kind, spec }),
        signal: guard.signal,
      })
      return this.#read(response)
    }).catch(() => 'unreachable' as const)
  }

  #urgencyOf({ resource, namespace, isRepeat = false }: Question): number {
    if (namespace === null) return RESOURCES[resource].isEvidence ? 2 : 0
    if (this.#options.onScreen.has(namespace)) return RESOURCES[resource].isEvidence ? 2 : 1
    return isRepeat ? 4 : 3
  }

  async #read(response: ApiResponse): Promise<Readonly<Record<string, unknown>> | 'unknown' | 'unreachable'> {
    const answer = await readJson(response.body).catch(notJson)
    if (response.status === 429) this.#queue.pause(readRetryAfter(response.headers['retry-after']))
    if (isTransient(response.status)) return 'unreachable'
    if (response.status !== 200 && response.status !== 201) return 'unknown'
    return isRecord(answer) && isRecord(answer['status']) ? answer['status'] : 'unknown'
  }
}

/** Of a server that would answer reviews, were it well, or the login. */
function isTransient(status: number): boolean {
  return status >= 500 || status === 401 || status === 429
}

/** What stands before an API server may answer in words of its own; a connection that breaks answers nothing. */
function notJson(error: unknown): null {
  if (error instanceof SyntaxError) return null
  throw error
}

/** Bytes; all rules of a user with a thousand roles are a tenth of it. */
const MOST_OF_AN_ANSWER = 8 * 2 ** 20

/** The JSON of a short answer. Rejects for what is none. */
export async function readJson(body: AsyncIterable<Uint8Array>): Promise<unknown> {
  return JSON.parse((await readBody(body, MOST_OF_AN_ANSWER)).toString('utf8'))
}
