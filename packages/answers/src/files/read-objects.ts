import { isRecord, type Resource, RESOURCE_NAMES, RESOURCES } from '@slicescope/model'
import { loadAll, YAMLException } from 'js-yaml'
import { FileError } from './file-error.ts'

/** An object as kubectl printed it. */
export interface PrintedObject {
  readonly resource: Resource
  readonly raw: Readonly<Record<string, unknown>>
}

/** What kubectl printed at a time: each list holds all objects of its kinds, everywhere or in one namespace. */
export interface PrintedLists {
  readonly lists: readonly (readonly PrintedObject[])[]
  /** The newest time that the objects mention as past, in ms since the epoch; null where there is none. */
  readonly newest: number | null
}

/** By group, version and kind. Other versions have other fields. */
const RESOURCE_OF: ReadonlyMap<string, Resource> = new Map(
  RESOURCE_NAMES.map(resource => {
    const { group, version, kind } = RESOURCES[resource]
    return [`${group === '' ? '' : `${group}/`}${version} ${kind}`, resource]
  }),
)

/**
 * Reads what `kubectl get ... -o json` or `-o yaml` printed: lists and single objects, one or several documents. Objects
 * that stand alone count as one list. Other kinds are skipped, and so are times after `latest`: no clock is that wrong.
 * @throws FileError for what is neither JSON nor YAML, or holds no object
 */
export function readObjects(text: string, latest: number): PrintedLists {
  const documents = /^\s*[{[]/.test(text) ? readJson(text) : readYaml(text)
  const lists: PrintedObject[][] = []
  const alone: PrintedObject[] = []
  for (const document of documents) {
    const items = itemsOf(document)
    if (items === null) alone.push(...toPrinted(document, {}))
    else lists.push(items)
  }
  const found = [...lists, alone].filter(list => list.length > 0)
  if (found.length === 0) throw new FileError(NO_OBJECTS)
  return { lists: found, newest: newestOf(found.flat(), latest) }
}

const NO_OBJECTS =
  'it holds no Kubernetes object that Slicescope reads. Save a list with kubectl get services,endpointslices,pods,nodes,events,deployments,replicasets -A -o yaml'

/** kubectl prints several lists one behind the other, and cluster-info dump puts logs between them. */
function readJson(text: string): readonly unknown[] {
  try {
    return [JSON.parse(text)]
  } catch (error) {
    const parts = text.match(/^\{\r?$[\s\S]*?^\}\r?$/gm) ?? []
    const documents = parts.flatMap(parseOrNone)
    if (documents.length === 0) throw new FileError('it is not valid JSON: it may be cut off', { cause: error })
    return documents
  }
}

function parseOrNone(text: string): readonly unknown[] {
  try {
    return [JSON.parse(text)]
  } catch {
    return []
  }
}

/** kubectl writes no aliases, and they can blow up a small file. */
function readYaml(text: string): readonly unknown[] {
  try {
    return loadAll(text, { maxAliases: 0 })
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    throw new FileError(`it is no recording, no JSON and no valid YAML (${error.reason})`, { cause: error })
  }
}

/** Null for what is no list. The items of a typed list, as the API answers it, do not say what they are. */
function itemsOf(document: unknown): PrintedObject[] | null {
  if (!isRecord(document) || !Array.isArray(document['items'])) return null
  const { kind, apiVersion, items } = document
  if (typeof kind !== 'string' || !kind.endsWith('List')) return null
  const implied = kind === 'List' ? {} : { kind: kind.slice(0, -'List'.length), apiVersion }
  return items.flatMap(item => toPrinted(item, implied))
}

function toPrinted(raw: unknown, implied: Readonly<Record<string, unknown>>): readonly PrintedObject[] {
  if (!isRecord(raw)) return []
  const { apiVersion = implied['apiVersion'], kind = implied['kind'] } = raw
  const resource = RESOURCE_OF.get(`${String(apiVersion)} ${String(kind)}`)
  return resource === undefined ? [] : [{ resource, raw }]
}

/** Members that say when something happened; others may name a time to come. */
const TIMES: ReadonlySet<string> = new Set([
  'creationTimestamp',
  'lastTransitionTime',
  'lastHeartbeatTime',
  'lastUpdateTime',
  'startTime',
  'startedAt',
  'finishedAt',
  'firstTimestamp',
  'lastTimestamp',
  'eventTime',
  'lastObservedTime',
  'time',
])
/** Deeper there are no times. */
const MOST_DEPTH = 8

function newestOf(objects: readonly PrintedObject[], latest: number): number | null {
  let newest: number | null = null
  const visit = (value: unknown, depth: number) => {
    if (typeof value !== 'object' || value === null || depth > MOST_DEPTH) return
    for (const [name, inner] of Object.entries(value)) {
      if (typeof inner !== 'string') visit(inner, depth + 1)
      else if (TIMES.has(name) && RFC_3339.test(inner)) {
        const time = Date.parse(inner)
        if (time <= latest) newest = Math.max(newest ?? -Infinity, time)
      }
    }
  }
  for (const { raw } of objects) visit(raw, 0)
  return newest
}

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/
