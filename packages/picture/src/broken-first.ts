import type { GroupMembers } from './group-members.ts'
import type { Sizing } from './positioned-graph.ts'
import { heightOfGroups, type SizingInput } from './sizing.ts'

/**
 * Keys of the groups that stand before the others: where not all are in sight at once, those that have lost half of
 * their backends or more. What was chosen before is kept: nothing moves while someone looks.
 */
export function chooseFirst(input: SizingInput, sizing: Sizing): readonly string[] {
  if (input.kept !== null) return input.kept.first
  if (input.height === null || input.grouping === 'state') return []
  if (heightOfGroups(input, sizing) <= input.height) return []
  return input.groups.filter(isBroken).map(({ key }) => key)
}

function isBroken({ counts: { ready, notReady } }: GroupMembers): boolean {
  return notReady > 0 && notReady >= ready
}

export function inOrder(groups: readonly GroupMembers[], first: readonly string[]): readonly GroupMembers[] {
  const isFirst = (group: GroupMembers) => first.includes(group.key)
  return first.length === 0 ? groups : [...groups.filter(isFirst), ...groups.filter(group => !isFirst(group))]
}
