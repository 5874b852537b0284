import type { ServiceView } from '@slicescope/view'
import type { GroupMembers } from './group-members.ts'
import { SLICES_X } from './measures.ts'
import type { ColumnHeading, Grouping } from './positioned-graph.ts'
import { textWidth } from './text-width.ts'

const Y = 8

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** With a comma at thousands, the same everywhere. */
export function formatCount(count: number): string {
  return `${count}`.replace(/\B(?=(\d{3})+$)/g, ',')
}

interface HeadingInput {
  readonly grouping: Grouping
  readonly groups: readonly GroupMembers[]
  readonly left: number
  /** How wide their column is. */
  readonly room: number
  /** Why this grouping was chosen; null where it was asked for. */
  readonly why: string | null
}

export function columnHeadings(
  view: ServiceView,
  { grouping, groups, left, room, why }: HeadingInput,
): readonly ColumnHeading[] {
  const entries = view.slices.reduce((sum, slice) => sum + slice.endpointCount, 0)
  const slicesNote = view.slices.length === 0 ? '' : plural(entries, 'entry', 'entries')
  const [title, note] = [groupsTitle(grouping, groups), groupsNote(groups)]
  return [
    { x: 0, y: Y, title: 'Service', note: '' },
    { x: SLICES_X, y: Y, title: plural(view.slices.length, 'slice'), note: slicesNote },
    { x: left, y: Y, title, note: why !== null && hasRoom(title, `${note}; ${why}`, room) ? `${note}; ${why}` : note },
  ]
}

function hasRoom(title: string, note: string, room: number): boolean {
  return textWidth(title, 'smallStrong') + 8 + textWidth(note, 'small') <= room
}

function groupsTitle(grouping: Grouping, groups: readonly GroupMembers[]): string {
  const named = groups.filter(group => group.key !== '' && group.near === null).length
  switch (grouping) {
    case 'zone':
      return named === 0 ? 'No zones' : plural(named, 'zone')
    case 'node':
      return named === 0 ? 'No nodes' : plural(named, 'node')
    case 'workload':
      return 'By workload'
    case 'revision':
      return named === 0 ? 'No revisions' : plural(named, 'revision')
    case 'state':
      return 'By state'
    case 'slice':
      return 'By slice'
    case 'family':
      return 'By IP family'
    default:
      return grouping satisfies never
  }
}

function groupsNote(groups: readonly GroupMembers[]): string {
  const sum = (count: (group: GroupMembers) => number) => groups.reduce((total, group) => total + count(group), 0)
  const backends = sum(group => group.counts.total)
  const apart = sum(group => group.counts.terminating + group.counts.servingTerminating)
  const nodes = new Set(groups.flatMap(group => group.backends.flatMap(({ nodeName }) => nodeName ?? [])))
  const where = nodes.size > 0 ? ` on ${plural(nodes.size, 'node')}` : ''
  const words = [`${plural(backends, 'backend')}${where}`]
  if (apart > 0) words.push(`plus ${formatCount(apart)} terminating`)
  return groups.length === 0 ? '' : words.join(', ')
}
