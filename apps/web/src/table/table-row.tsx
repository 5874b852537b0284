import { StateIcon } from '../drawing/icons.tsx'
import { MiddleClip } from '../drawing/middle-clip.tsx'
import { markOf } from '../graph/picture-context.ts'
import type { Light } from '../graph/use-light.ts'
import type { Selection } from '../url/place.ts'
import { useShownNow } from '../state/stores.ts'
import { ago } from '../words/ages.ts'
import { momentTitle } from '../words/local-times.ts'
import { lineText, stateText, type TableLine } from './table-lines.ts'

export const LINE = 28

interface TableRowProps {
  readonly light: Light
  /** Whether its ports are not those of all lines. */
  readonly hasPorts: boolean
  readonly line: TableLine
  readonly index: number
  readonly start: number
  readonly isCursor: boolean
  readonly isSelected: boolean
  readonly onSelect: (selection: Selection) => void
}

/** A line of the table: one endpoint of one slice. */
export function TableRow({ light, hasPorts, line, index, start, isCursor, isSelected, onSelect }: TableRowProps) {
  const { endpoint, state, created } = line
  const { published, address, slice, nodeName, backend, ignored } = endpoint
  const now = useShownNow(10_000)
  const mark = rowMark(light, backend)
  return (
    // The grid has the keys.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      className="tr"
      role="row"
      id={`endpoint-${index}`}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-backend={backend}
      data-cursor={isCursor}
      data-state={state}
      data-marked={mark}
      data-faded={light.lit !== null && !light.lit.has(backend)}
      style={{ transform: `translateY(${start}px)`, height: LINE }}
      onClick={() => onSelect({ kind: 'pod', key: backend })}
    >
      <span role="gridcell" className="td-state" title={ignored ?? stateText(line)}>
        <StateIcon state={state} published={published} size={14} /> <span className="clip">{stateText(line)}</span>
        {mark !== undefined && <span className="visually-hidden">, marked</span>}
      </span>
      <span role="gridcell" className="mono">
        <MiddleClip text={lineText(line, 'Target')} />
      </span>
      <span role="gridcell" className="mono" title={address}>
        {address}
      </span>
      {hasPorts && (
        <span role="gridcell" className="mono" title={lineText(line, 'Ports')}>
          {lineText(line, 'Ports')}
        </span>
      )}
      <span role="gridcell" title={lineText(line, 'Conditions')}>
        {lineText(line, 'Conditions')}
      </span>
      <span role="gridcell" className="mono" data-marked={markOf(light, ({ slices }) => slices.has(slice))}>
        <MiddleClip text={slice} />
      </span>
      <span
        role="gridcell"
        className="mono"
        data-marked={markOf(light, ({ nodes }) => nodeName !== null && nodes.has(nodeName))}
      >
        <MiddleClip text={lineText(line, 'Node')} />
      </span>
      <span role="gridcell">{lineText(line, 'Zone')}</span>
      <span role="gridcell" title={created === null ? undefined : momentTitle(created)}>
        {created === null ? '' : ago(created, now)}
      </span>
    </div>
  )
}

/** As in the picture: quietly only what does not show by its state that it is meant. */
function rowMark({ marked, isLoud }: Light, backend: string) {
  if (marked === null) return undefined
  if (isLoud) return marked.cells.has(backend) ? 'loud' : undefined
  return marked.quietCells.has(backend) ? 'quiet' : undefined
}
