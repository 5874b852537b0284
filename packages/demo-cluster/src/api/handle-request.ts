import { isRecord, unreachable } from '@slicescope/model'
import { type Answer, sendAnswer, statusAnswer } from './answer.ts'
import {
  coreVersions,
  groupList,
  groupOf,
  openapiDocument,
  openapiRoot,
  resourceList,
  versionInfo,
} from './discovery.ts'
import { faultStatus } from './fault-status.ts'
import type { Faults, RequestFault, RequestSeen } from './faults.ts'
import { type Incoming, type Outgoing, resetConnection } from './http-types.ts'
import type { Json } from './json.ts'
import { KINDS } from './kinds.ts'
import { listObjects } from './list.ts'
import { parseListOptions } from './list-options.ts'
import { negotiate } from './negotiate.ts'
import { readBody, type RequestBody } from './read-body.ts'
import type { RequestLog } from './request-log.ts'
import { review } from './reviews.ts'
import { AUTHORIZATION_GROUP, parseRoute, type ResourceRoute, refOf, type ReviewKind, type Route } from './route.ts'
import { scaleOf } from './scale.ts'
import { badRequest, methodNotAllowed, noSuchResource, notFound, StatusError } from './status.ts'
import type { Storage } from './storage.ts'
import { readIncludeObject, tableOf } from './kubectl/table.ts'
import { type Access, ANONYMOUS, forbiddenAccess, forbiddenPath, isAllowed, type User, type Users } from './users.ts'
import { WatchConnection, type WatchTiming } from './watch-connection.ts'
import { write } from './write.ts'

/** What the answers are made from; shared by all requests of one server. */
export interface ApiContext {
  readonly storage: Storage
  /** Undefined: the demo's own. */
  readonly version: string | undefined
  readonly users: Users
  readonly timing: WatchTiming
  readonly faults: () => Faults
  readonly log: RequestLog
  readonly watches: Set<WatchConnection>
}

interface Call {
  readonly context: ApiContext
  readonly request: Incoming
  readonly response: Outgoing
  readonly url: URL
  readonly route: Route
  readonly user: User
}

/** Answers one request: faults, who asks, whether they may, then the thing itself. Never rejects. */
export async function handleRequest(context: ApiContext, request: Incoming, response: Outgoing): Promise<void> {
  const acceptEncoding = headerOf(request, 'accept-encoding')
  // A client that hangs up while we write shows by 'close'.
  request.on('error', () => undefined)
  response.on('error', () => undefined)
  let fault: RequestFault | undefined
  try {
    const url = parseUrl(request.url ?? '/')
    const route = parseRoute(url.pathname)
    fault = meetFault(context, seen(request, route, url))
    if (fault?.kind === 'reset') return resetConnection(response)
    const answer =
      fault?.kind === 'status' ? faultAnswer(fault) : await authorizedAnswer({ context, request, response, url, route })
    if (answer !== undefined) await sendAnswer(response, answer, { acceptEncoding, fault })
  } catch (error) {
    if (!response.headersSent) await sendAnswer(response, errorAnswer(error), { acceptEncoding, fault })
    else resetConnection(response)
  }
}

/** `//` begins a host in a URL, and a path in a request. */
function parseUrl(target: string): URL {
  const url = URL.parse(target.startsWith('/') ? `https://demo${target}` : target)
  if (url === null) throw badRequest('the request names no path')
  return url
}

function errorAnswer(error: unknown): Answer {
  if (error instanceof StatusError) return statusAnswer(error.status)
  const message = error instanceof Error ? (error.stack ?? error.message) : 'unknown'
  return statusAnswer(new StatusError(500, 'InternalError', { message }).status)
}

function faultAnswer({ code, retryAfterSeconds }: RequestFault & { kind: 'status' }): Answer {
  return statusAnswer(faultStatus(code, retryAfterSeconds))
}

function seen(request: Incoming, route: Route, url: URL): RequestSeen {
  const resource = route.type === 'resource' ? route.resource : undefined
  const namespace = route.type === 'resource' ? route.namespace : undefined
  return { verb: verbOf(request, route, url), resource, namespace, query: url.searchParams }
}

function meetFault(context: ApiContext, request: RequestSeen): RequestFault | undefined {
  context.log.add(request)
  const fault = context.faults().onRequest?.(request)
  if (fault?.kind === 'forget') context.storage.compact()
  return fault
}

const VERBS: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' }

function verbOf(request: Incoming, route: Route, url: URL): string {
  const method = request.method ?? 'GET'
  if (route.type !== 'resource') return method.toLowerCase()
  if (method === 'DELETE' && route.name === undefined) return 'deletecollection'
  const verb = VERBS[method]
  if (verb !== undefined) return verb
  if (route.name !== undefined) return 'get'
  const watch = url.searchParams.get('watch')
  return watch === null || watch === '0' || watch === 'false' ? 'list' : 'watch'
}

function userOf({ users }: ApiContext, request: Incoming): User {
  const user = users.authenticate(headerOf(request, 'authorization'))
  const name = headerOf(request, 'impersonate-user')
  if (name === undefined) return user
  const groups = (headerOf(request, 'impersonate-group') ?? '').split(', ').filter(group => group !== '')
  return users.impersonate(user, { name, groups })
}

async function authorizedAnswer(call: Omit<Call, 'user'>): Promise<Answer | undefined> {
  const { context, request, route } = call
  const user = userOf(context, request)
  authorize(user, { ...call, user })
  const method = request.method ?? 'GET'
  if (route.type === 'resource') return answerResource({ ...call, user }, route)
  if (route.type === 'review') return answerReview({ ...call, user }, route.kind)
  if (route.type === 'unknown') return route.isInGroup ? refuse() : { code: 404, body: '404 page not found\n' }
  if (method !== 'GET' && method !== 'HEAD') throw methodNotAllowed()
  return answerDiscovery(route, context)
}

function refuse(): never {
  throw noSuchResource()
}

/** Everyone who logged in may read what is served and ask about themselves; anyone may ask for version and health. */
function authorize(user: User, { request, route, url }: Call): void {
  const isAnonymous = user === ANONYMOUS
  if (route.type === 'version' || route.type === 'health') return
  if (route.type === 'resource') {
    const access = accessOf(request, route, url)
    if (!isAllowed(user, access)) throw forbiddenAccess(user, access)
    return
  }
  const isOthersReview = route.type === 'review' && route.kind === 'SubjectAccessReview'
  const mayReview = isAllowed(user, {
    verb: 'create',
    group: AUTHORIZATION_GROUP,
    resource: 'subjectaccessreviews',
    namespace: '',
  })
  const isForeign = route.type === 'unknown' && !route.isInGroup && !isAllowed(user, EVERYTHING)
  if (isAnonymous || (isOthersReview && !mayReview) || isForeign)
    throw forbiddenPath(user, request.method ?? 'GET', url.pathname)
}

const EVERYTHING: Access = { verb: '*', group: '*', resource: '*', namespace: '' }

function accessOf(request: Incoming, route: ResourceRoute, url: URL) {
  const { resource, subresource, name } = route
  // A namespace counts as being in itself, as in apiserver pkg/endpoints/request/requestinfo.go.
  const namespace = resource === 'namespaces' ? name : route.namespace
  return {
    verb: verbOf(request, route, url),
    group: KINDS[resource].group,
    resource,
    namespace: namespace ?? '',
    ...(subresource === undefined ? {} : { subresource }),
    ...(name === undefined ? {} : { name }),
  }
}

function answerDiscovery(
  route: Exclude<Route, { type: 'resource' | 'review' | 'unknown' }>,
  { version }: ApiContext,
): Answer {
  switch (route.type) {
    case 'version':
      return { code: 200, body: versionInfo(version) }
    case 'health':
      return { code: 200, body: 'ok' }
    case 'groups':
      return { code: 200, body: route.path === '/api' ? coreVersions() : groupList() }
    case 'group':
      return { code: 200, body: groupOf(route.group) }
    case 'resources':
      return { code: 200, body: resourceList(route.group, route.version) }
    case 'openapi':
      return {
        code: 200,
        body: route.group === undefined ? openapiRoot() : openapiDocument(route.group, route.version ?? 'v1'),
      }
    default:
      return unreachable(route)
  }
}

async function answerReview({ context, request, user }: Call, kind: ReviewKind): Promise<Answer> {
  if (request.method !== 'POST') throw methodNotAllowed()
  const body = parseReview(await readBody(request))
  return { code: 201, body: review(kind, body, { users: context.users, asker: user }) }
}

function parseReview({ text }: RequestBody): Json {
  try {
    const body: unknown = JSON.parse(text)
    if (isRecord(body)) return body
  } catch {
    // Told below.
  }
  throw badRequest('the body is no JSON object')
}

async function answerResource(call: Call, route: ResourceRoute): Promise<Answer | undefined> {
  const { context, request, url } = call
  const warnings = route.resource === 'endpoints' ? [ENDPOINTS_WARNING] : []
  if (request.method === 'GET') {
    const body =
      route.name === undefined ? answerCollection(call, route, warnings) : answerObject(call, route, route.name)
    return body === undefined ? undefined : { code: 200, body, warnings }
  }
  const { contentType, text } = await readBody(request)
  negotiate(headerOf(request, 'accept'))
  const written = write(context.storage, {
    method: request.method ?? '',
    route,
    query: url.searchParams,
    contentType,
    body: text,
  })
  return { ...written, warnings: [...warnings, ...written.warnings] }
}

const ENDPOINTS_WARNING = 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice'

/** A list, or undefined where a watch has taken the response over. */
function answerCollection(call: Call, route: ResourceRoute, warnings: readonly string[]): object | undefined {
  const { context, request, response, url } = call
  const { storage, timing, faults, watches } = context
  const representation = negotiate(headerOf(request, 'accept'))
  const options = parseListOptions(url.searchParams)
  const includeObject = readIncludeObject(url.searchParams)
  if (options.isWatch) {
    const asked = { route, options, representation, includeObject }
    const watch = new WatchConnection(response, asked, { storage, timing, faults, warnings })
    watches.add(watch)
    response.on('close', () => watches.delete(watch))
    return undefined
  }
  const list = listObjects(storage, route, options)
  if (representation === 'table') return tableOf(route.resource, list, { now: storage.now(), includeObject })
  return { ...list, items: list.items.map(withoutType) }
}

/** Items of a typed list do not repeat their kind. */
function withoutType({
  kind: _kind,
  apiVersion: _apiVersion,
  ...rest
}: {
  readonly kind: string
  readonly apiVersion: string
}) {
  return rest
}

function answerObject({ context, request, url }: Call, route: ResourceRoute, name: string): object {
  const { storage } = context
  const representation = negotiate(headerOf(request, 'accept'))
  const object = storage.get(route.resource, refOf(route, name))
  if (object === undefined) throw notFound(route.resource, name)
  if (route.subresource === 'scale') return scaleOf(object)
  if (representation === 'json') return object
  const { resourceVersion } = object.metadata
  const list = { metadata: { resourceVersion }, items: [object] }
  return tableOf(route.resource, list, { now: storage.now(), includeObject: readIncludeObject(url.searchParams) })
}

function headerOf(request: Incoming, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}
