import type { GroupBox, PositionedGraph } from '@slicescope/picture'
import { shareEqual } from '../words/share-equal.ts'

/**
 * `after`, but with the very objects of `before` wherever they are equal, so that what did not change is not drawn
 * again. O(n).
 */
export function shareGraph(before: PositionedGraph | null, after: PositionedGraph): PositionedGraph {
  if (before === null) return after
  const groups = new Map(before.groups.map(group => [group.key, group]))
  return {
    ...after,
    service: shareEqual(before.service, after.service),
    columns: shareList(before.columns, after.columns),
    slices: shareList(before.slices, after.slices),
    sliceGrid: shareEqual(before.sliceGrid, after.sliceGrid),
    edges: shareList(before.edges, after.edges),
    placeholders: shareList(before.placeholders, after.placeholders),
    groups: after.groups.map(group => shareGroup(groups.get(group.key), group)),
  }
}

function shareGroup(before: GroupBox | undefined, after: GroupBox): GroupBox {
  if (before === undefined) return after
  const shared = { ...after, nodes: shareEqual(before.nodes, after.nodes), cells: shareList(before.cells, after.cells) }
  return shareEqual(before, shared)
}

/** Each element as it was where it is equal to the one at its place, and the same array if all are. */
function shareList<E>(before: readonly E[], after: readonly E[]): readonly E[] {
  const shared = after.map((element, index) => shareEqual(before[index], element))
  const isSame = shared.length === before.length && shared.every((element, index) => element === before[index])
  return isSame ? before : shared
}
