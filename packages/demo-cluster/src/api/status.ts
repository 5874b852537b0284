import { KINDS, qualifiedName } from './kinds.ts'
import type { ResourceName } from './raw-objects.ts'

export type StatusCause = { readonly reason: string; readonly message: string; readonly field?: string }

/** The API's answer to a call that failed; upstream apimachinery pkg/apis/meta/v1/types.go. */
export type Status = {
  readonly kind: 'Status'
  readonly apiVersion: 'v1'
  readonly metadata: { readonly continue?: string }
  readonly status: 'Failure' | 'Success'
  readonly message?: string
  readonly reason?: string
  readonly details?: {
    readonly name?: string
    readonly group?: string
    readonly kind?: string
    readonly uid?: string
    readonly causes?: readonly StatusCause[]
    readonly retryAfterSeconds?: number
  }
  readonly code?: number
}

/** A refusal in the API's own words. Messages and reasons follow apimachinery pkg/api/errors/errors.go. */
export class StatusError extends Error {
  readonly status: Status
  readonly code: number

  constructor(
    code: number,
    reason: string | undefined,
    rest: { message: string } & Pick<Status, 'details'> & { continue?: string },
  ) {
    super(rest.message)
    this.code = code
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: rest.continue === undefined ? {} : { continue: rest.continue },
      status: 'Failure',
      message: rest.message,
      ...(reason === undefined ? {} : { reason }),
      ...(rest.details === undefined ? {} : { details: rest.details }),
      code,
    }
  }
}

function detailsOf(resource: ResourceName, name: string) {
  const { group } = KINDS[resource]
  return { ...(name === '' ? {} : { name }), ...(group === '' ? {} : { group }), kind: resource }
}

export function notFound(resource: ResourceName, name: string): StatusError {
  const message = `${qualifiedName(resource)} "${name}" not found`
  return new StatusError(404, 'NotFound', { message, details: detailsOf(resource, name) })
}

export function alreadyExists(resource: ResourceName, name: string): StatusError {
  const message = `${qualifiedName(resource)} "${name}" already exists`
  return new StatusError(409, 'AlreadyExists', { message, details: detailsOf(resource, name) })
}

export function conflict(resource: ResourceName, name: string, why: string): StatusError {
  const message = `Operation cannot be fulfilled on ${qualifiedName(resource)} "${name}": ${why}`
  return new StatusError(409, 'Conflict', { message, details: detailsOf(resource, name) })
}

export const STALE = 'the object has been modified; please apply your changes to the latest version and try again'

export function invalid(resource: ResourceName, name: string, causes: readonly StatusCause[]): StatusError {
  const { group, kind } = KINDS[resource]
  const qualified = group === '' ? kind : `${kind}.${group}`
  return invalidKind({ qualified, kind, group }, name, causes)
}

export function invalidKind(
  of: { readonly qualified: string; readonly kind: string; readonly group: string },
  name: string,
  causes: readonly StatusCause[],
): StatusError {
  const lines = causes.map(cause => `${cause.field}: ${cause.message}`)
  const list = lines.length === 1 ? lines.join('') : `[${lines.join(', ')}]`
  const message = `${of.qualified} "${name}" is invalid: ${list}`
  const details = {
    ...(name === '' ? {} : { name }),
    ...(of.group === '' ? {} : { group: of.group }),
    kind: of.kind,
    causes,
  }
  return new StatusError(422, 'Invalid', { message, details })
}

export function badRequest(message: string): StatusError {
  return new StatusError(400, 'BadRequest', { message })
}

export function forbidden(resource: ResourceName, name: string, why: string): StatusError {
  const message = `${qualifiedName(resource)} "${name}" is forbidden: ${why}`
  return new StatusError(403, 'Forbidden', { message, details: detailsOf(resource, name) })
}

/** 410: the version asked for is no longer in the history. `newToken` continues a list at the cost of consistency. */
export function expired(message: string, newToken?: string): StatusError {
  return new StatusError(410, 'Expired', { message, ...(newToken === undefined ? {} : { continue: newToken }) })
}

/** 504: the version asked for is of the future; upstream apiserver pkg/storage/errors.go. */
export function tooLargeResourceVersion(asked: number, current: number): StatusError {
  const message = `Timeout: Too large resource version: ${asked}, current: ${current}`
  const causes = [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }]
  return new StatusError(504, 'Timeout', { message, details: { causes, retryAfterSeconds: 1 } })
}

export function methodNotAllowed(): StatusError {
  const message = 'the server does not allow this method on the requested resource'
  return new StatusError(405, 'MethodNotAllowed', { message, details: {} })
}

export function noSuchResource(): StatusError {
  const message = 'the server could not find the requested resource'
  return new StatusError(404, 'NotFound', { message, details: {} })
}

export function unsupportedMediaType(accepted: readonly string[]): StatusError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`
  return new StatusError(415, 'UnsupportedMediaType', { message })
}

export function notAcceptable(): StatusError {
  const message = '406: Not Acceptable\n\nAvailable representations: application/json, application/json;stream=watch'
  return new StatusError(406, 'NotAcceptable', { message, details: {} })
}

/** 422: the request is understood and cannot be done to the object as it is. */
export function unprocessable(why: string): StatusError {
  const message = `the server rejected our request due to an error in our request: ${why}`
  return new StatusError(422, 'Invalid', { message, details: {} })
}

export function unauthorized(): StatusError {
  return new StatusError(401, 'Unauthorized', { message: 'Unauthorized' })
}
