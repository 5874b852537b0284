import { StatusError, type StatusCause, badRequest, invalidKind } from './status.ts'

export type VersionMatch = 'Exact' | 'NotOlderThan'

/** The query of a list or watch; upstream apimachinery pkg/apis/meta/v1/types.go, ListOptions. */
export interface ListOptions {
  readonly isWatch: boolean
  /** '' for unset. */
  readonly resourceVersion: string
  readonly resourceVersionMatch: VersionMatch | undefined
  readonly limit: number
  readonly continue: string
  readonly labelSelector: string
  readonly fieldSelector: string
  readonly allowWatchBookmarks: boolean
  readonly sendInitialEvents: boolean | undefined
  readonly timeoutSeconds: number | undefined
}

/** Throws 400 for what cannot be read, 422 for what does not go together (apimachinery internalversion/validation). */
export function parseListOptions(query: URLSearchParams): ListOptions {
  const isWatch = boolean(query, 'watch') ?? false
  const causes = isWatch ? watchCauses(query) : listCauses(query)
  if (causes.length > 0) throw invalidKind(LIST_OPTIONS, '', causes)
  const match = query.get('resourceVersionMatch')
  const resourceVersion = query.get('resourceVersion') ?? ''
  checkVersion(resourceVersion, isWatch)
  return {
    isWatch,
    resourceVersion,
    resourceVersionMatch: match === 'Exact' || match === 'NotOlderThan' ? match : undefined,
    limit: Math.max(0, integer(query, 'limit') ?? 0),
    continue: query.get('continue') ?? '',
    labelSelector: query.get('labelSelector') ?? '',
    fieldSelector: query.get('fieldSelector') ?? '',
    allowWatchBookmarks: boolean(query, 'allowWatchBookmarks') ?? false,
    sendInitialEvents: boolean(query, 'sendInitialEvents'),
    timeoutSeconds: integer(query, 'timeoutSeconds'),
  }
}

const LIST_OPTIONS = { qualified: 'ListOptions.meta.k8s.io', kind: 'ListOptions', group: 'meta.k8s.io' }

/** As apimachinery reads a query: everything but these two is true. */
function boolean(query: URLSearchParams, name: string): boolean | undefined {
  const text = query.get(name)
  return text === null ? undefined : text !== 'false' && text !== '0'
}

function integer(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (text === null || text === '') return undefined
  if (!/^[+-]?\d{1,15}$/.test(text))
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`)
  return Number(text)
}

/** The real server answers 500 here for a watch. */
function checkVersion(resourceVersion: string, isWatch: boolean): void {
  if (/^\d{0,15}$/.test(resourceVersion)) return
  const quoted = JSON.stringify(resourceVersion)
  const message = `resourceVersion: Invalid value: ${quoted}: strconv.ParseUint: parsing ${quoted}: invalid syntax`
  if (isWatch) throw new StatusError(500, undefined, { message })
  throw badRequest(`invalid resource version: ${message}`)
}

function listCauses(query: URLSearchParams): readonly StatusCause[] {
  const match = query.get('resourceVersionMatch') ?? ''
  const causes = query.has('sendInitialEvents')
    ? [forbids('sendInitialEvents', 'sendInitialEvents is forbidden for list')]
    : []
  return match === '' ? causes : [...matchCauses(query, match), ...causes]
}

function matchCauses(query: URLSearchParams, match: string): readonly StatusCause[] {
  const resourceVersion = query.get('resourceVersion') ?? ''
  const causes: StatusCause[] = []
  if (resourceVersion === '')
    causes.push(forbids(MATCH, 'resourceVersionMatch is forbidden unless resourceVersion is provided'))
  if (query.get('continue')) causes.push(forbids(MATCH, 'resourceVersionMatch is forbidden when continue is provided'))
  if (match !== 'Exact' && match !== 'NotOlderThan') causes.push(unsupported(match, ['', 'Exact', 'NotOlderThan']))
  if (match === 'Exact' && resourceVersion === '0')
    causes.push(forbids(MATCH, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'))
  return causes
}

function watchCauses(query: URLSearchParams): readonly StatusCause[] {
  const match = query.get('resourceVersionMatch') ?? ''
  const asksInitial = query.has('sendInitialEvents')
  const causes: StatusCause[] = []
  if (asksInitial && match !== 'NotOlderThan')
    causes.push(forbids(MATCH, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'))
  if (match === '') return causes
  if (!asksInitial)
    causes.push(forbids(MATCH, 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'))
  if (match !== 'NotOlderThan') causes.push(unsupported(match, ['NotOlderThan']))
  if (query.get('continue')) causes.push(forbids(MATCH, 'resourceVersionMatch is forbidden when continue is provided'))
  return causes
}

const MATCH = 'resourceVersionMatch'

function forbids(field: string, why: string): StatusCause {
  return { reason: 'FieldValueForbidden', message: `Forbidden: ${why}`, field }
}

function unsupported(value: string, supported: readonly string[]): StatusCause {
  const list = supported.map(one => JSON.stringify(one)).join(', ')
  const message = `Unsupported value: ${JSON.stringify(value)}: supported values: ${list}`
  return { reason: 'FieldValueNotSupported', message, field: MATCH }
}
