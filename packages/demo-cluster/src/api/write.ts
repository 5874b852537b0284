import { isRecord } from '@slicescope/model'
import type { Json } from './json.ts'
import { apiVersionOf, KINDS } from './kinds.ts'
import { splitUnknownFields } from './known-fields.ts'
import { mergePatch } from './json.ts'
import { jsonPatch } from './json-patch.ts'
import type { ApiObject, NewObject, ResourceName } from './raw-objects.ts'
import { refOf, type ResourceRoute } from './route.ts'
import { applyScale, scaleOf } from './scale.ts'
import { badRequest, forbidden, methodNotAllowed, notFound, type Status, unsupportedMediaType } from './status.ts'
import type { DeleteOptions, Storage } from './storage.ts'
import { strategicMerge } from './strategic-merge.ts'
import { validate } from './validation.ts'

/** A call that changes something, as far as HTTP told. */
export interface WriteCall {
  readonly method: string
  readonly route: ResourceRoute
  readonly query: URLSearchParams
  /** Without parameters; '' when there was none. */
  readonly contentType: string
  /** '' when there was none. */
  readonly body: string
}

export interface WriteAnswer {
  readonly code: 200 | 201
  readonly body: object
  /** For `Warning: 299`. */
  readonly warnings: readonly string[]
}

/** How a change is applied, by the media type that it comes as. */
const PATCHES: ReadonlyMap<string, <T>(target: T, change: unknown) => T> = new Map([
  ['application/json-patch+json', jsonPatch],
  ['application/merge-patch+json', mergePatch],
  ['application/strategic-merge-patch+json', strategicMerge],
])

/** Create, update, patch, delete and scale as the registries do. Throws a StatusError for what they refuse. */
export function write(storage: Storage, call: WriteCall): WriteAnswer {
  const { route, method } = call
  if (route.name === undefined) {
    if (method !== 'POST') throw methodNotAllowed()
    return create(storage, call)
  }
  if (route.subresource === 'scale' && method === 'PUT')
    return done(applyScale(storage, route.resource, { ref: refOf(route, route.name), scale: parseBody(call) }))
  switch (method) {
    case 'PUT':
      return update(storage, call, route.name)
    case 'PATCH':
      return patch(storage, call, route.name)
    case 'DELETE':
      if (route.subresource !== undefined) throw methodNotAllowed()
      return remove(storage, call, route.name)
    default:
      throw methodNotAllowed()
  }
}

function done(body: object, warnings: readonly string[] = []): WriteAnswer {
  return { code: 200, body, warnings }
}

function create(storage: Storage, call: WriteCall): WriteAnswer {
  const { resource, namespace } = call.route
  if (KINDS[resource].namespaced && namespace === undefined) throw methodNotAllowed()
  const { object, warnings } = readObject(call)
  const { status: _status, ...given } = placed(object, call.route)
  checkNamespace(storage, resource, namespace)
  validate(resource, object)
  const created = isDryRun(call) ? given : storage.create(resource, given)
  return { code: 201, body: created, warnings }
}

/** Nothing is made in a namespace that is not there or is going; admission plugin NamespaceLifecycle. */
function checkNamespace(storage: Storage, resource: ResourceName, name: string | undefined): void {
  if (name === undefined) return
  const namespace = storage.get('namespaces', { name })
  if (namespace === undefined) throw notFound('namespaces', name)
  if (namespace.status.phase === 'Terminating')
    throw forbidden(resource, '', `unable to create new content in namespace ${name} because it is being terminated`)
}

function update(storage: Storage, call: WriteCall, name: string): WriteAnswer {
  const { resource, subresource } = call.route
  const { object, warnings } = readObject(call)
  const given = placed(object, call.route)
  if (given.metadata.name !== undefined && given.metadata.name !== name)
    throw badRequest(`the name of the object (${given.metadata.name}) does not match the name on the URL (${name})`)
  const previous = existing(storage, call.route, name)
  if (subresource === undefined) validate(resource, object, toJson(previous))
  if (isDryRun(call)) return done(previous, warnings)
  return done(storage.update(resource, given, refOf(call.route, name).subresource), warnings)
}

function patch(storage: Storage, call: WriteCall, name: string): WriteAnswer {
  const { resource, subresource } = call.route
  const apply = PATCHES.get(call.contentType)
  if (apply === undefined) throw unsupportedMediaType([...PATCHES.keys()])
  const change: unknown = parseJson(call.body, resource)
  const previous = existing(storage, call.route, name)
  const ref = refOf(call.route, name)
  if (subresource === 'scale')
    return done(applyScale(storage, resource, { ref, scale: apply(scaleOf(previous), change) }))
  const { known, warnings } = checkFields(call, toJson(apply(previous, change)))
  if (subresource === undefined) validate(resource, known, toJson(previous))
  if (isDryRun(call)) return done(known, warnings)
  return done(storage.update(resource, placed(known, call.route), ref.subresource), warnings)
}

/** Pods and Services come back as they were; of others the API only says that it is done. */
function remove(storage: Storage, call: WriteCall, name: string): WriteAnswer {
  const { resource } = call.route
  const ref = refOf(call.route, name)
  if (isDryRun(call)) return done(existing(storage, call.route, name))
  const object = storage.delete(resource, ref, readDeleteOptions(call))
  const isGone = storage.get(resource, ref) === undefined
  return done(isGone && resource !== 'pods' && resource !== 'services' ? deletedStatus(resource, object) : object)
}

function deletedStatus(resource: ResourceName, { metadata }: ApiObject): Status {
  const { group } = KINDS[resource]
  const details = { name: metadata.name, ...(group === '' ? {} : { group }), kind: resource, uid: metadata.uid }
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details }
}

function readDeleteOptions(call: WriteCall): DeleteOptions {
  const body = call.body === '' ? {} : parseJson(call.body, call.route.resource)
  const options = isRecord(body) ? body : {}
  const asked = call.query.get('gracePeriodSeconds') ?? options['gracePeriodSeconds']
  const preconditions = options['preconditions']
  return {
    gracePeriodSeconds: asked === undefined || asked === null ? undefined : Number(asked),
    preconditions: isRecord(preconditions) ? readPreconditions(preconditions) : undefined,
  }
}

function readPreconditions({ uid, resourceVersion }: Json): NonNullable<DeleteOptions['preconditions']> {
  return {
    ...(typeof uid === 'string' ? { uid } : {}),
    ...(typeof resourceVersion === 'string' ? { resourceVersion } : {}),
  }
}

function existing(storage: Storage, route: ResourceRoute, name: string): ApiObject {
  const object = storage.get(route.resource, refOf(route, name))
  if (object === undefined) throw notFound(route.resource, name)
  return object
}

/** The object of a body, which must be of the path's kind. */
function readObject(call: WriteCall): { readonly object: Json; readonly warnings: readonly string[] } {
  const { known, warnings } = checkFields(call, parseBody(call))
  return { object: known, warnings }
}

function parseBody(call: WriteCall): Json {
  const { resource, subresource } = call.route
  if (call.contentType !== '' && call.contentType !== 'application/json')
    throw unsupportedMediaType(['application/json'])
  const body = parseJson(call.body, resource)
  if (!isRecord(body)) throw unrecognized(resource, 'the body is no JSON object')
  const { kind } = KINDS[resource]
  if (subresource === 'scale') return body
  const isOther =
    (body['kind'] ?? kind) !== kind || (body['apiVersion'] ?? apiVersionOf(resource)) !== apiVersionOf(resource)
  if (isOther)
    throw badRequest(
      `${String(body['kind'])} in version ${JSON.stringify(body['apiVersion'] ?? '')} cannot be handled as a ${kind}`,
    )
  return body
}

function parseJson(text: string, resource: ResourceName): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw unrecognized(resource, `json parse error: ${error instanceof Error ? error.message : 'unreadable'}`)
  }
}

function unrecognized(resource: ResourceName, why: string): Error {
  return badRequest(
    `the object provided is unrecognized (must be of type ${KINDS[resource].kind}): couldn't get version/kind; ${why}`,
  )
}

/** Unknown fields are refused, warned of, or dropped in silence, as the call asks; dropped they are in any case. */
function checkFields(call: WriteCall, object: Json): { readonly known: Json; readonly warnings: readonly string[] } {
  const { resource } = call.route
  const { known, unknown } = splitUnknownFields(resource, object)
  if (unknown.length === 0) return { known, warnings: [] }
  const sentences = unknown.map(path => `unknown field ${JSON.stringify(path)}`)
  const mode = call.query.get('fieldValidation')
  const { kind, version } = KINDS[resource]
  if (mode === 'Strict')
    throw badRequest(
      `${kind} in version "${version}" cannot be handled as a ${kind}: strict decoding error: ${sentences.join(', ')}`,
    )
  return { known, warnings: mode === 'Ignore' ? [] : sentences }
}

/** The object under the path's namespace. Throws 400 where it names another. */
function placed(object: Json, { namespace, name }: ResourceRoute): NewObject<ResourceName>
function placed(object: Json, { namespace, name }: ResourceRoute): unknown {
  const metadata = isRecord(object['metadata']) ? object['metadata'] : {}
  if (namespace !== undefined && metadata['namespace'] && metadata['namespace'] !== namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
  const named = metadata['name'] ? {} : name === undefined ? {} : { name }
  return { ...object, metadata: { ...metadata, ...named, ...(namespace === undefined ? {} : { namespace }) } }
}

function isDryRun({ query }: WriteCall): boolean {
  return query.get('dryRun') === 'All'
}

function toJson(object: object): Json {
  return { ...object }
}
