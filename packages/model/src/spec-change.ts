import { type Field, type Kept, object, project, sharedText, text } from './fields.ts'
import type { Interner } from './interner.ts'
import { isRecord } from './is-record.ts'

/**
 * The last change of an object's spec, as its managedFields tell it: who, when, and of which field of the spec, where the
 * manager owns just one. The time of an entry moves when its manager adds, changes or removes a field
 * (kubernetes.io/docs/reference/using-api/server-side-apply); an entry does not say which of its fields that was. What
 * goes by the subresource `scale` (kubectl scale, autoscalers) has an entry without a time: of that, events tell.
 */
export const SPEC_CHANGE = object({ manager: sharedText, time: text, field: sharedText }, ['manager', 'time'])

export type SpecChange = Kept<typeof SPEC_CHANGE>

/** The API server bounds the size of an object, not the number of its managers. */
const MOST_ENTRIES = 50
/** What the API server allows for the name of a manager, and more than a field of a spec has. */
const MOST_CHARACTERS = 128

/** Keeps what `field` names, and of managedFields `metadata.specChange`. */
export function keepWithSpecChange<F extends Field>(field: F): (raw: unknown, interner: Interner) => Kept<F> {
  return (raw, interner) => {
    if (!isRecord(raw) || !isRecord(raw['metadata'])) return project(field, raw, interner)
    const specChange = lastSpecChange(raw['metadata']['managedFields'])
    return project(field, { ...raw, metadata: { ...raw['metadata'], specChange } }, interner)
  }
}

function lastSpecChange(managedFields: unknown): SpecChange | undefined {
  if (!Array.isArray(managedFields)) return undefined
  const entries: readonly unknown[] = managedFields.slice(0, MOST_ENTRIES)
  return entries
    .flatMap(toSpecChange)
    .reduce<SpecChange | undefined>(
      (last, each) => (last === undefined || each.time > last.time ? each : last),
      undefined,
    )
}

/** An entry that is not as the API promises says nothing: the object counts without it. */
function toSpecChange(entry: unknown): readonly SpecChange[] {
  if (!isRecord(entry) || entry['subresource'] === 'status' || !isRecord(entry['fieldsV1'])) return []
  const { manager, time, fieldsV1 } = entry
  const spec = fieldsV1['f:spec']
  if (!isShort(manager) || !isShort(time) || !isRecord(spec)) return []
  const [field, ...others] = Object.keys(spec).filter(name => name.startsWith('f:'))
  return [{ manager, time, ...(isShort(field) && others.length === 0 ? { field: field.slice(2) } : {}) }]
}

function isShort(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MOST_CHARACTERS
}
