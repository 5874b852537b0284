import { type Box, type GroupBox, nodeFrame, outlinedCells, outlinedNodes } from '@slicescope/picture'
import { usePicture } from './picture-context.ts'
import type { Light } from './use-light.ts'

/** Outlines over a group's canvas: of the selected pod or node. Moving them repaints nothing. */
export function GroupRings({ group }: { readonly group: GroupBox }) {
  const { selection, light, glowing } = usePicture()
  return (
    <>
      {glowing.size > 0 &&
        group.cells
          .filter(({ backend }) => glowing.has(backend))
          .map(({ backend }) => <Glow key={`glow ${backend}`} group={group} backend={backend} />)}
      {marksIn(group, light).map(({ kind, key, mark }) => (
        <Ring key={`${kind} ${key}`} group={group} kind={kind} target={key} mark={mark} />
      ))}
      {selection !== null && <Ring group={group} kind={selection.kind} target={selection.key} />}
    </>
  )
}

/** Fades by itself. */
function Glow({ group, backend }: { readonly group: GroupBox; readonly backend: string }) {
  const box = boxOfCell(group, backend)
  if (box === undefined) return null
  const style = { left: box.x, top: box.y, width: box.width, height: box.height }
  return <span className={group.card === null ? 'glow round' : 'glow'} style={style} />
}

interface RingProps {
  readonly group: GroupBox
  readonly kind: string
  readonly target: string
  readonly mark?: 'loud' | 'quiet'
}

function Ring({ group, kind, target, mark }: RingProps) {
  const box = boxOf(group, kind, target)
  if (box === undefined) return null
  const round = kind === 'pod' && group.card === null
  return (
    <span
      className={round ? 'ring round' : 'ring'}
      data-marked={mark}
      style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
    />
  )
}

/** Nodes that a finding names, and backends that only an outline tells from those that are well. */
function marksIn(group: GroupBox, light: Light) {
  const { marked, isLoud } = light
  if (marked === null) return []
  const outlined = outlinedCells(marked, isLoud)
  const mark = isLoud ? 'loud' : 'quiet'
  const named = outlinedNodes(group, marked, isLoud)
  const cellsOutlined = group.cells.filter(({ backend }) => outlined.has(backend))
  return [
    ...named.map(({ name }) => ({ kind: 'node', key: name ?? '', mark }) as const),
    ...cellsOutlined.map(({ backend }) => ({ kind: 'pod', key: backend, mark }) as const),
  ]
}

function boxOf(group: GroupBox, kind: string, key: string): Box | undefined {
  if (kind === 'pod') return boxOfCell(group, key)
  if (kind !== 'node') return undefined
  const node = group.nodes.find(({ name }) => name === key)
  return node && nodeFrame(node)
}

function boxOfCell({ cells, card, pitch }: GroupBox, key: string): Box | undefined {
  const cell = cells.find(({ backend }) => backend === key)
  if (cell === undefined) return undefined
  const size = pitch + 4
  const box = card ?? { x: -size / 2, y: -size / 2, width: size, height: size }
  return { ...box, x: cell.x + box.x, y: cell.y + box.y }
}
