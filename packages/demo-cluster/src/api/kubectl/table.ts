import type { ListMeta } from '../list.ts'
import type { ApiObject, ResourceName } from '../raw-objects.ts'
import { PRINTERS } from './printers.ts'

export type IncludeObject = 'None' | 'Metadata' | 'Object'

export interface TableOptions {
  /** Milliseconds since 1970, for ages. */
  readonly now: number
  /** What of each object comes with its row. */
  readonly includeObject: IncludeObject
}

/** Objects as kubectl's rows: the API's Table. `metadata` is the list's; a single object passes its own version. */
export function tableOf(
  resource: ResourceName,
  { metadata, items }: { readonly metadata: ListMeta; readonly items: readonly ApiObject[] },
  options: TableOptions,
): object {
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: PRINTERS[resource].columns.map(columnDefinition),
    rows: items.map(item => rowOf(resource, item, options)),
  }
}

function rowOf(resource: ResourceName, item: ApiObject, { now, includeObject }: TableOptions): object {
  const cells = PRINTERS[resource].cells(item, now)
  if (includeObject === 'None') return { cells, object: null }
  const { metadata } = item
  const partial = { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata }
  return { cells, object: includeObject === 'Object' ? item : partial }
}

function columnDefinition(column: string) {
  const isWide = column.startsWith('+')
  const isNumber = column.endsWith('#')
  const name = column.replaceAll(/^\+|#$/g, '')
  return {
    name,
    type: isNumber ? 'integer' : 'string',
    format: name === 'Name' ? 'name' : '',
    description: '',
    priority: isWide ? 1 : 0,
  }
}

export function readIncludeObject(query: URLSearchParams): IncludeObject {
  const asked = query.get('includeObject')
  return asked === 'None' || asked === 'Object' ? asked : 'Metadata'
}
