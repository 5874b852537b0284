import { isRecord } from '@slicescope/model'
import { isEquivalent, type Json } from './json.ts'

/**
 * By which key lists of objects are merged, by field name; upstream the patchMergeKey tags of k8s.io/api. A list that is
 * not named here is replaced whole. Service ports and container ports share a name: the first key that an element has.
 */
const MERGE_KEYS: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  volumes: ['name'],
  env: ['name'],
  imagePullSecrets: ['name'],
  ports: ['containerPort', 'port'],
  volumeMounts: ['mountPath'],
  conditions: ['type'],
  ownerReferences: ['uid'],
  addresses: ['type'],
  readinessGates: ['conditionType'],
}

const MERGED_PRIMITIVES: readonly string[] = ['finalizers']

/** The target with a strategic merge patch applied, for the fields that kubectl patches this way. */
export function strategicMerge<T>(target: T, patch: unknown): T
export function strategicMerge(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch
  if (patch['$patch'] === 'replace') return withoutDirectives(patch)
  const merged: Record<string, unknown> = isRecord(target) ? { ...target } : {}
  for (const [key, value] of Object.entries(patch)) {
    const removedFrom = /^\$deleteFromPrimitiveList\/(.+)$/.exec(key)?.[1]
    if (removedFrom !== undefined) merged[removedFrom] = without(merged[removedFrom], value)
    else if (key.startsWith('$')) continue
    else if (value === null) delete merged[key]
    else merged[key] = mergeValue(key, merged[key], value)
  }
  return merged
}

function mergeValue(key: string, target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) return strategicMerge(target, patch)
  const old: readonly unknown[] = Array.isArray(target) ? target : []
  if (MERGED_PRIMITIVES.includes(key)) return [...new Set([...old, ...patch])]
  const mergeKey = MERGE_KEYS[key]?.find(name => patch.every(one => isRecord(one) && (name in one || '$patch' in one)))
  return mergeKey === undefined ? patch : mergeList(old, patch, mergeKey)
}

function mergeList(old: readonly unknown[], patch: readonly unknown[], mergeKey: string): readonly unknown[] {
  const elements = patch.filter(isRecord)
  if (elements.some(one => one['$patch'] === 'replace')) return elements.filter(one => !('$patch' in one))
  let merged = [...old]
  for (const element of elements) {
    const index = merged.findIndex(one => isRecord(one) && isEquivalent(one[mergeKey], element[mergeKey]))
    if (element['$patch'] === 'delete') merged = merged.filter((_, i) => i !== index)
    else if (index === -1) merged.push(element)
    else merged[index] = strategicMerge(merged[index], element)
  }
  return merged
}

function without(list: unknown, removed: unknown): unknown {
  if (!Array.isArray(list) || !Array.isArray(removed)) return list
  return list.filter(one => !removed.includes(one))
}

function withoutDirectives(patch: Json): Json {
  return Object.fromEntries(Object.entries(patch).filter(([key]) => !key.startsWith('$')))
}
