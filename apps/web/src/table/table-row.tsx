import type { EndpointView } from '@slicescope/view'
import { StateIcon } from '../drawing/icons.tsx'
import { MiddleClip } from '../drawing/middle-clip.tsx'
import { markOf } from '../graph/picture-context.ts'
import type { Light } from '../graph/use-light.ts'
import type { Selection } from '../url/place.ts'
import { portWords, stateWords } from '../words/endpoint-words.ts'

export const LINE = 28

interface TableRowProps {
  readonly light: Light
  readonly endpoint: EndpointView
  readonly zone: string | null
  readonly index: number
  readonly start: number
  readonly isCursor: boolean
  readonly isSelected: boolean
  readonly onSelect: (selection: Selection) => void
}

/** A line of the table: one endpoint of one slice. */
export function TableRow({ light, endpoint, zone, index, start, isCursor, isSelected, onSelect }: TableRowProps) {
  const { state, published, targetRef, address, ports, conditions, slice, nodeName, backend, ignored } = endpoint
  const holds = Object.entries(conditions).flatMap(([name, value]) => (value ? [name] : []))
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
      <span role="gridcell" className="td-state" title={ignored ?? stateWords(state, published)}>
        <StateIcon state={state} published={published} size={14} />{' '}
        {ignored === null ? stateWords(state, published) : 'ignored'}
        {mark !== undefined && <span className="visually-hidden">, marked</span>}
      </span>
      <span role="gridcell" className="mono">
        <MiddleClip text={targetRef?.name ?? '(no target)'} />
      </span>
      <span role="gridcell" className="mono" title={address}>
        {address}
      </span>
      <span role="gridcell" className="mono" title={ports.map(portWords).join(', ')}>
        {ports.length === 0 ? 'none' : ports.map(portWords).join(', ')}
      </span>
      <span role="gridcell" title={holds.join(', ')}>
        {holds.length === 0 ? 'none' : holds.join(', ')}
      </span>
      <span role="gridcell" className="mono" data-marked={markOf(light, ({ slices }) => slices.has(slice))}>
        <MiddleClip text={slice} />
      </span>
      <span
        role="gridcell"
        className="mono"
        data-marked={markOf(light, ({ nodes }) => nodeName !== null && nodes.has(nodeName))}
      >
        <MiddleClip text={nodeName ?? '(no node)'} />
      </span>
      <span role="gridcell">{zone ?? '(no zone)'}</span>
    </div>
  )
}

/** As in the picture: quietly only what does not show by its state that it is meant. */
function rowMark({ marked, isLoud }: Light, backend: string) {
  if (marked === null) return undefined
  if (isLoud) return marked.cells.has(backend) ? 'loud' : undefined
  return marked.quietCells.has(backend) ? 'quiet' : undefined
}
