import { ApiError, UnreadableError } from './protocol/api-error.ts'
import { SilenceError, StalledError } from './guarded.ts'

/**
 * What a failed list or watch means for the Reflector:
 * - `retry`: ask again from where we are
 * - `relist`: only a new list can be trusted
 * - `forbidden`: asking again is of no use until rights change
 * - `unserved`: the API server does not know the resource (404)
 */
export interface Failure {
  readonly reaction: 'retry' | 'relist' | 'forbidden' | 'unserved'
  /** One sentence for people. */
  readonly reason: string
  /** ms that the server asked to wait; null when it did not. */
  readonly retryAfter: number | null
  /** It concerns the whole server, or the way to it, not this request. */
  readonly isServerLost: boolean
}

/** A watch was answered, but not as a watch is: it ended at once, or its list never ended. */
export class OddWatchError extends Error {
  override readonly name = 'OddWatchError'
}

/** A longer wish is cut: it would leave the page without data for no visible reason. */
const MAX_RETRY_AFTER_MS = 120_000

export function toFailure(error: unknown): Failure {
  if (error instanceof ApiError) return fromApi(error)
  if (error instanceof UnreadableError) {
    const reason = `Cannot parse the response of the API server: ${error.message}.`
    return { reaction: 'relist', reason, retryAfter: null, isServerLost: false }
  }
  if (error instanceof OddWatchError) {
    return { reaction: 'retry', reason: `The API server ${error.message}.`, retryAfter: null, isServerLost: false }
  }
  if (error instanceof StalledError) {
    const reason = 'The watch has stalled: no event and no bookmark for 3 minutes on an open connection. Listing again.'
    return { reaction: 'relist', reason, retryAfter: null, isServerLost: false }
  }
  const reason = error instanceof SilenceError ? 'The API server has sent nothing for too long.' : networkReason(error)
  return { reaction: 'retry', reason, retryAfter: null, isServerLost: true }
}

function fromApi(error: ApiError): Failure {
  const { code, retryAfter } = error.status
  const rest = {
    retryAfter: retryAfter === null ? null : Math.min(retryAfter, MAX_RETRY_AFTER_MS),
    isServerLost: code >= 500 && retryAfter === null,
  }
  if (code === 403) return { reaction: 'forbidden', reason: forbiddenReason(error), ...rest }
  if (code === 404 && error.origin === 'http') return { reaction: 'unserved', reason: UNSERVED, ...rest }
  return { reaction: mustRelist(error) ? 'relist' : 'retry', reason: apiReason(error), ...rest }
}

/** Of what no cluster does without: EndpointSlices are served as v1 since 1.21. */
const UNSERVED =
  'The API server does not serve this resource (404): Slicescope needs Kubernetes 1.21 or newer, and the address of a Kubernetes API server.'

/** client-go too keeps its place only where the request itself was turned away (connection refused, 429, unauthorized, server errors). */
function mustRelist(error: ApiError): boolean {
  if (error.isExpired || error.isTooLarge || error.origin === 'event') return true
  const { code } = error.status
  return code >= 400 && code < 500 && code !== 401 && code !== 408 && code !== 429
}

function forbiddenReason({ status }: ApiError): string {
  return status.message === ''
    ? 'The API server denies access (403).'
    : `The API server denies access: ${status.message}`
}

function apiReason(error: ApiError): string {
  const { code, message } = error.status
  const said = message === '' ? '.' : `: ${message}`
  if (error.isExpired) return 'The API server no longer has the changes since the last event (410). Listing again.'
  if (code === 401) return 'The API server rejects the credential (401): log in again, or correct the kubeconfig.'
  if (code === 429) return 'The API server is busy (429). Retrying later.'
  if (code >= 300 && code < 400)
    return `The address of the API server answers with a redirect (${code}), which is not followed: correct the server in the kubeconfig.`
  if (code >= 500) return `The API server failed (${code})${said}`
  return `The API server sent an unexpected status (${code})${said}`
}

const SENTENCES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The API server cannot be reached: connection refused.',
  ECONNRESET: 'The connection to the API server was lost.',
  EPIPE: 'The connection to the API server was lost.',
  ETIMEDOUT: 'The API server cannot be reached: the connection timed out.',
  EHOSTDOWN: 'The API server no longer answers on an open connection.',
  EHOSTUNREACH: 'The API server cannot be reached: no route to its host.',
  ENETUNREACH: 'The API server cannot be reached: the network is unreachable.',
  ENOTFOUND: 'The API server cannot be reached: DNS does not know its name.',
  EAI_AGAIN: 'The API server cannot be reached: the DNS lookup of its name failed.',
  CERT_HAS_EXPIRED: 'The certificate of the API server has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate of the API server is not trusted: check the CA in the kubeconfig.',
  SELF_SIGNED_CERT_IN_CHAIN: 'The certificate of the API server is not trusted: check the CA in the kubeconfig.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The certificate of the API server is not trusted: check the CA in the kubeconfig.',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'The certificate of the API server is not trusted: check the CA in the kubeconfig.',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'The certificate of the API server is for another name: check server and tls-server-name in the kubeconfig.',
}

function networkReason(error: unknown): string {
  const code = codeOf(error)
  if (code !== undefined && SENTENCES[code] !== undefined) return SENTENCES[code]
  const message = error instanceof Error ? error.message : String(error)
  return /^[A-Z].*/.test(message) ? message : `The API server cannot be reached: ${message}.`
}

/** With several addresses tried, Node gives an AggregateError; the first one speaks for all. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if ('code' in error && typeof error.code === 'string' && SENTENCES[error.code] !== undefined) return error.code
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  return undefined
}
