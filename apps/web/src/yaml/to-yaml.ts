import type { ObjectAnswer } from '@slicescope/view'
import { stringify } from 'yaml'

/** As kubectl writes it: two spaces, no anchors, long texts whole. */
export function toYaml(object: ObjectAnswer['object']): string {
  return stringify(object, { aliasDuplicateObjects: false, lineWidth: 0, indentSeq: false, compat: 'yaml-1.1' })
}

/** A slice as it is and as it should be: with the endpoints and ports that the controller would write, in one order. */
export function toYamlPair({ object }: ObjectAnswer, should: NonNullable<ObjectAnswer['should']>) {
  const is = { ...object, endpoints: inOrder(object['endpoints']), ports: inOrder(object['ports']) }
  return {
    is: toYaml(is),
    should: toYaml({ ...is, endpoints: inOrder(should.endpoints), ports: inOrder(should.ports) }),
  }
}

/** By what tells entries apart; members by name, so that the same reads the same. */
function inOrder(list: unknown): readonly unknown[] {
  const elements: readonly unknown[] = Array.isArray(list) ? list : []
  return elements.map(sorted).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}
