import { type CellState, cellStateOf, ABSENT_LABEL, GLYPHS, NEAR_LABEL, PUBLISHED_LABEL } from '@slicescope/picture'
import type { ServiceView } from '@slicescope/view'
import { GhostIcon, StateIcon } from '../drawing/icons.tsx'
import { Coded } from '../controls/coded.tsx'
import type { HoveredCell } from './picture-context.ts'

interface CellTooltipProps {
  readonly view: ServiceView
  readonly cell: HoveredCell | null
}

/** Name and state of the cell under the pointer. Names are text, whatever they hold. */
export function CellTooltip({ view, cell }: CellTooltipProps) {
  const backend = view.backends.find(({ key }) => key === cell?.backend)
  const pod =
    view.pods.find(({ key }) => key === cell?.backend) ?? view.absentPods.find(({ key }) => key === cell?.backend)
  const near = view.nearMisses.find(({ key }) => key === cell?.backend)
  const name = backend?.name ?? pod?.name ?? near?.name
  if (cell === null || name === undefined) return null
  return (
    <div className="tooltip" role="tooltip" style={placeOf(cell)}>
      <code>{name}</code>
      <div className="tooltip-line">
        {backend ? (
          <StateIcon state={cellStateOf(backend)} published={backend.published} size={13} />
        ) : (
          <GhostIcon size={13} near={near !== undefined} />
        )}
        {backend ? stateWords(cellStateOf(backend), backend.published) : near ? NEAR_LABEL : ABSENT_LABEL}
        {pod?.reason && <span className="faint">{pod.reason}</span>}
      </div>
      {near && (
        <div>
          <Coded text={near.difference} />
        </div>
      )}
      {(backend ?? pod ?? near)?.nodeName && <div className="faint">on {(backend ?? pod ?? near)?.nodeName}</div>}
    </div>
  )
}

function stateWords(state: CellState, published: boolean): string {
  return published ? PUBLISHED_LABEL : GLYPHS[state].label
}

const WIDTH = 300
const OFFSET = 14

function placeOf({ x, y }: HoveredCell) {
  const flips = x + WIDTH > globalThis.innerWidth
  return { top: y + OFFSET, ...(flips ? { right: globalThis.innerWidth - x + OFFSET } : { left: x + OFFSET }) }
}
