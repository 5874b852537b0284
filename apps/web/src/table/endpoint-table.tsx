import type { EndpointView, ServiceView } from '@slicescope/view'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useRef, useState } from 'react'
import { StateIcon } from '../drawing/icons.tsx'
import { MiddleClip } from '../drawing/middle-clip.tsx'
import type { Selection } from '../url/place.ts'
import { portWords, stateWords } from '../words/endpoint-words.ts'

interface EndpointTableProps {
  readonly view: ServiceView
  readonly selection: Selection | null
  readonly onSelect: (selection: Selection) => void
}

const LINE = 28
const COLUMNS = ['State', 'Target', 'Address', 'Ports', 'Conditions', 'Slice', 'Node', 'Zone'] as const

/** All endpoints with what the picture shows of them, for those who read rather than look. */
export function EndpointTable({ view, selection, onSelect }: EndpointTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [cursor, setCursor] = useState(0)
  const zones = new Map(view.backends.map(({ key, zone }) => [key, zone]))
  const endpoints = view.endpoints
  // The compiler leaves this component as it is: the virtualizer's answers change without its object changing.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: endpoints.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    getItemKey: index => endpoints[index]?.key ?? index,
    overscan: 16,
  })
  const handleKey = (event: KeyboardEvent) => {
    const chosen = endpoints[cursor]
    if (event.key === 'Enter' && chosen !== undefined) onSelect({ kind: 'pod', key: chosen.backend })
    const next = nextLine(event.key, cursor, endpoints.length)
    if (next === undefined) return
    event.preventDefault()
    setCursor(next)
    virtual.scrollToIndex(next)
  }
  return (
    <div
      className="table-scroll"
      ref={scroller}
      tabIndex={0}
      role="grid"
      aria-label={`Endpoints of ${view.service.name}`}
      aria-rowcount={endpoints.length + 1}
      aria-activedescendant={endpoints[cursor] === undefined ? undefined : `endpoint-${cursor}`}
      onKeyDown={handleKey}
    >
      <div className="tr head" role="row" aria-rowindex={1}>
        {COLUMNS.map(column => (
          <span key={column} role="columnheader">
            {column}
          </span>
        ))}
      </div>
      <div className="table-space" role="rowgroup" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const endpoint = endpoints[index]
          return (
            endpoint !== undefined && (
              <TableRow
                key={key}
                endpoint={endpoint}
                zone={zones.get(endpoint.backend) ?? endpoint.zone}
                index={index}
                start={start}
                isCursor={index === cursor}
                isSelected={selection?.kind === 'pod' && selection.key === endpoint.backend}
                onSelect={onSelect}
              />
            )
          )
        })}
      </div>
    </div>
  )
}

interface TableRowProps {
  readonly endpoint: EndpointView
  readonly zone: string | null
  readonly index: number
  readonly start: number
  readonly isCursor: boolean
  readonly isSelected: boolean
  readonly onSelect: (selection: Selection) => void
}

function TableRow({ endpoint, zone, index, start, isCursor, isSelected, onSelect }: TableRowProps) {
  const { state, published, targetRef, address, ports, conditions, slice, nodeName, backend, ignored } = endpoint
  const holds = Object.entries(conditions).flatMap(([name, value]) => (value ? [name] : []))
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
      style={{ transform: `translateY(${start}px)`, height: LINE }}
      onClick={() => onSelect({ kind: 'pod', key: backend })}
    >
      <span role="gridcell" className="td-state" title={ignored ?? ''}>
        <StateIcon state={state} published={published} size={14} />{' '}
        {ignored === null ? stateWords(state, published) : 'ignored'}
      </span>
      <span role="gridcell" className="mono">
        <MiddleClip text={targetRef?.name ?? '(no target)'} />
      </span>
      <span role="gridcell" className="mono">
        {address}
      </span>
      <span role="gridcell" className="mono">
        {ports.length === 0 ? 'none' : ports.map(portWords).join(', ')}
      </span>
      <span role="gridcell">{holds.length === 0 ? 'none' : holds.join(', ')}</span>
      <span role="gridcell" className="mono">
        <MiddleClip text={slice} />
      </span>
      <span role="gridcell" className="mono">
        <MiddleClip text={nodeName ?? '(no node)'} />
      </span>
      <span role="gridcell">{zone ?? '(no zone)'}</span>
    </div>
  )
}

const PAGE = 20

function nextLine(key: string, here: number, count: number): number | undefined {
  const within = (index: number) => Math.max(0, Math.min(count - 1, index))
  switch (key) {
    case 'ArrowDown':
      return within(here + 1)
    case 'ArrowUp':
      return within(here - 1)
    case 'PageDown':
      return within(here + PAGE)
    case 'PageUp':
      return within(here - PAGE)
    case 'Home':
      return 0
    case 'End':
      return within(count - 1)
    default:
      return undefined
  }
}
