import type { FindingView } from '@slicescope/view'

type Evidence = FindingView['evidence'][number]

export interface EvidenceGroup extends Omit<Evidence, 'object'> {
  readonly objects: readonly [Evidence['object'], ...Evidence['object'][]]
}

/** Evidence that differs in nothing but the object's name, side by side as it stands, told once. */
export function groupEvidence(evidence: readonly Evidence[]): readonly EvidenceGroup[] {
  return evidence.reduce<readonly EvidenceGroup[]>((groups, { object, ...rest }) => {
    const last = groups.at(-1)
    if (last === undefined || !isSame(last, object, rest)) return [...groups, { ...rest, objects: [object] }]
    return [...groups.slice(0, -1), { ...rest, objects: [...last.objects, object] }]
  }, [])
}

function isSame(
  { objects: [first], ...before }: EvidenceGroup,
  object: Evidence['object'],
  rest: Omit<Evidence, 'object'>,
) {
  return (
    first.kind === object.kind &&
    first.namespace === object.namespace &&
    first.name !== object.name &&
    before.field === rest.field &&
    before.found === rest.found &&
    before.expected === rest.expected
  )
}
