import { groupWords } from '@slicescope/picture'
import type { ServiceView } from '@slicescope/view'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { usePlace } from '../app/stores.ts'
import { LightNote } from '../graph/light-note.tsx'
import { type Light, useLight } from '../graph/use-light.ts'
import type { Selection } from '../url/place.ts'
import { LINE, TableRow } from './table-row.tsx'

interface EndpointTableProps {
  readonly view: ServiceView
  readonly selection: Selection | null
  readonly onSelect: (selection: Selection) => void
}

const COLUMNS = ['State', 'Target', 'Address', 'Ports', 'Conditions', 'Slice', 'Node', 'Zone'] as const

/** All endpoints with what the picture shows of them, for those who read rather than look. */
export function EndpointTable({ view, selection, onSelect }: EndpointTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [cursor, setCursor] = useState(0)
  const zones = new Map(view.backends.map(({ key, zone }) => [key, zone]))
  const endpoints = view.endpoints
  const light = useLight(view, selection)
  // The compiler leaves this component as it is: the virtualizer's answers change without its object changing.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: endpoints.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    getItemKey: index => endpoints[index]?.key ?? index,
    overscan: 16,
  })
  const firstMarked = endpoints.findIndex(({ backend }) => light.isLoud && light.marked?.cells.has(backend))
  const { mark } = usePlace()
  useEffect(() => {
    if (mark !== null && firstMarked >= 0) virtual.scrollToIndex(firstMarked, { align: 'center' })
    // Once a mark: later the reader scrolls.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [mark])
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
    <>
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
                  light={light}
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
      {endpoints.length === 0 && <p className="table-empty">{groupWords(view).note}</p>}
      <LightNote note={noteOf(light, firstMarked >= 0)} />
    </>
  )
}

/** What is named may stand in no line: a pod without an endpoint, the Service itself. */
function noteOf({ note, isLoud }: Light, hasLine: boolean): Light['note'] {
  return note === null || !isLoud || hasLine ? note : { ...note, text: `${note.text} (it names no endpoint)` }
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
