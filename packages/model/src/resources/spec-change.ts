import { derived, type Kept, lenientList, names, object, sharedText, text, time } from '../fields.ts'

const CHANGE = object({ manager: sharedText, time, field: sharedText }, ['manager', 'time'])

type SpecChange = Kept<typeof CHANGE>

/** The API server bounds the size of an object, not the number of its managers. */
const MOST_ENTRIES = 50
/** What the API server allows for the name of a manager, and more than a field of a spec has. */
const MOST_CHARACTERS = 128

/** Which fields of the spec a manager owns. An entry that says nothing of a spec is skipped. */
const MANAGED_FIELDS = lenientList(
  object({ manager: [1, text], time: [4, time], fieldsV1: [7, names('f:spec')], subresource: [8, text] }, [
    'manager',
    'time',
    'fieldsV1',
  ]),
  MOST_ENTRIES,
)

/**
 * The last change of an object's spec, as its managedFields tell it: who, when, and of which field of the spec, where the
 * manager owns just one. The time of an entry moves when its manager adds, changes or removes a field
 * (kubernetes.io/docs/reference/using-api/server-side-apply); an entry does not say which of its fields that was. What
 * goes by the subresource `scale` (kubectl scale, autoscalers) has an entry without a time: of that, events tell.
 */
export const SPEC_CHANGE = {
  specChange: [
    17,
    derived({
      from: 'managedFields',
      source: MANAGED_FIELDS,
      gives: CHANGE,
      by: lastSpecChange,
      back: toManagedFields,
    }),
  ],
} as const

type ManagedFields = Kept<typeof MANAGED_FIELDS>

function lastSpecChange(managedFields: ManagedFields): SpecChange | undefined {
  return managedFields
    .flatMap(toSpecChange)
    .reduce<SpecChange | undefined>(
      (last, each) => (last === undefined || each.time > last.time ? each : last),
      undefined,
    )
}

function toSpecChange({ manager, time, fieldsV1, subresource }: ManagedFields[number]): readonly SpecChange[] {
  if (subresource === 'status' || !isShort(manager) || !isShort(time)) return []
  const [field, ...others] = fieldsV1.filter(name => name.startsWith('f:'))
  const isOnlyOne = field !== undefined && isShort(field) && others.length === 0
  return [{ manager, time, ...(isOnlyOne ? { field: field.slice(2) } : {}) }]
}

/** One entry, of the manager that changed it; the others are not known. */
function toManagedFields({ manager, time: changedAt, field }: SpecChange): ManagedFields {
  return [{ manager, time: changedAt, fieldsV1: field === undefined ? [] : [`f:${field}`] }]
}

function isShort(value: string): boolean {
  return value !== '' && value.length <= MOST_CHARACTERS
}
