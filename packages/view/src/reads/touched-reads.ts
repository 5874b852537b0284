import { filedUnder, type Listers, objectKey, podLabelsKey, type ResourceDelta } from '@slicescope/model'

/** The reads (tracked-listers.ts) that a Delta makes come out differently, label sets aside. */
export function touchedReads(delta: ResourceDelta): Iterable<string> {
  const { resource, type, object } = delta
  const before = type === 'added' ? NONE : new Set(filedUnder(resource, type === 'updated' ? delta.previous : object))
  const after = type === 'deleted' ? NONE : new Set(filedUnder(resource, object))
  const reads = new Set([`${resource} get ${objectKey(object)}`, `${resource} list`])
  if (type !== 'updated') reads.add(`${resource} size`)
  for (const filed of [...before, ...after]) {
    reads.add(`${resource} ${filed}`)
    if (before.has(filed) && after.has(filed)) continue
    reads.add(`${resource} count ${filed}`)
    reads.add(`${resource} values ${filed.slice(0, filed.indexOf(' '))}`)
  }
  return reads
}

const NONE: ReadonlySet<string> = new Set()

/** The same of all Deltas of a batch for label sets that have appeared or vanished with it. `listers` are as of after it. */
export function touchedLabelSets(deltas: readonly ResourceDelta[], listers: Listers): Iterable<string> {
  const changes = new Map<string, { readonly namespace: string; count: number }>()
  const count = (set: string, namespace: string, by: number) => {
    const known = changes.get(set) ?? { namespace, count: 0 }
    changes.set(set, known)
    known.count += by
  }
  for (const delta of deltas) {
    if (delta.resource !== 'pods') continue
    const { namespace } = delta.object.metadata
    if (delta.type !== 'deleted') count(podLabelsKey(delta.object), namespace, 1)
    if (delta.type !== 'added')
      count(podLabelsKey(delta.type === 'updated' ? delta.previous : delta.object), namespace, -1)
  }
  const reads = new Set<string>()
  for (const [set, { namespace, count: by }] of changes) {
    const now = listers.pods.countByIndex('labels', set)
    if (now > 0 === now - by > 0) continue
    reads.add(`label sets ${namespace}`)
    reads.add('label sets')
  }
  return reads
}
