import { isRecord } from '@slicescope/model'

/** What the API server says instead of an answer: a Status, by HTTP or as a watch's ERROR event. */
export interface ApiStatus {
  readonly code: number
  /** A word such as Expired or Forbidden; '' when it says none. */
  readonly reason: string
  readonly message: string
  readonly causes: readonly string[]
  /** ms that it asks to wait; null when it does not. */
  readonly retryAfter: number | null
}

export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: ApiStatus
  /** Whether it stood inside a watch, after a 200, or was the answer itself. */
  readonly origin: 'event' | 'http'

  constructor(status: ApiStatus, origin: 'event' | 'http') {
    super(`the API server answered ${status.code}${status.message === '' ? '' : `: ${status.message}`}`)
    this.status = status
    this.origin = origin
  }

  /** The resourceVersion, or the continue token, is too old: only a new list helps. */
  get isExpired(): boolean {
    return this.status.code === 410 || this.status.reason === 'Expired' || this.status.reason === 'Gone'
  }

  /** The resourceVersion is one that the server has not yet reached: after a restore it may never (apimachinery storage errors). */
  get isTooLarge(): boolean {
    return (
      this.status.causes.includes('ResourceVersionTooLarge') ||
      this.status.message.includes('Too large resource version')
    )
  }
}

/** What came cannot be understood: no JSON, or no object of the API. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError'
}

/** A watch brings an object that cannot be kept: whether it is the object or the stream, a full list tells. */
export class OddObjectError extends UnreadableError {}

/** For people; longer texts are cut. */
const MAX_MESSAGE = 400

/** Reads a Status; what HTTP said of it goes first, for proxies in between answer in other ways. */
export function readStatus(raw: unknown, httpCode: number | null, retryAfter: number | null): ApiStatus {
  const status = isRecord(raw) ? raw : {}
  const details = isRecord(status['details']) ? status['details'] : {}
  const causes: readonly unknown[] = Array.isArray(details['causes']) ? details['causes'] : []
  const seconds = details['retryAfterSeconds']
  return {
    code: httpCode ?? (typeof status['code'] === 'number' ? status['code'] : 500),
    reason: typeof status['reason'] === 'string' ? status['reason'] : '',
    message: typeof status['message'] === 'string' ? status['message'].slice(0, MAX_MESSAGE) : '',
    causes: causes.map(cause => (isRecord(cause) && typeof cause['reason'] === 'string' ? cause['reason'] : '')),
    retryAfter: retryAfter ?? (typeof seconds === 'number' && seconds > 0 ? seconds * 1000 : null),
  }
}
