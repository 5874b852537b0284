import type { Box, GroupBox } from '@slicescope/picture'
import { usePicture } from './picture-context.ts'

/** Outlines over a group's canvas: of the selected pod or node. Moving them repaints nothing. */
export function GroupRings({ group }: { readonly group: GroupBox }) {
  const { selection } = usePicture()
  const box = selection === null ? undefined : boxOf(group, selection.kind, selection.key)
  if (box === undefined) return null
  const round = selection?.kind === 'pod' && group.card === null
  return (
    <span
      className={round ? 'ring round' : 'ring'}
      style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
    />
  )
}

function boxOf(group: GroupBox, kind: string, key: string): Box | undefined {
  if (kind === 'pod') return boxOfCell(group, key)
  if (kind !== 'node') return undefined
  const node = group.nodes.find(({ name }) => name === key)
  return node && { x: node.x - 6, y: node.y - 4, width: node.width + 12, height: node.height + 9 }
}

function boxOfCell({ cells, card, pitch }: GroupBox, key: string): Box | undefined {
  const cell = cells.find(({ backend }) => backend === key)
  if (cell === undefined) return undefined
  const size = pitch + 4
  const box = card ?? { x: -size / 2, y: -size / 2, width: size, height: size }
  return { ...box, x: cell.x + box.x, y: cell.y + box.y }
}
