import { groupWords } from '@slicescope/picture'
import type { ServiceView } from '@slicescope/view'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { usePlace } from '../state/stores.ts'
import { LightNote } from '../graph/light-note.tsx'
import { type Light, useLight } from '../graph/use-light.ts'
import type { Selection } from '../url/place.ts'
import { BROKEN_FIRST, COLUMNS, sharedPorts, type Sort, tableLines } from './table-lines.ts'
import { TableHead } from './table-head.tsx'
import { LINE, TableRow } from './table-row.tsx'
import { TableTools } from './table-tools.tsx'

interface EndpointTableProps {
  readonly view: ServiceView
  readonly selection: Selection | null
  readonly onSelect: (selection: Selection) => void
}

/** All endpoints with what the picture shows of them, what is broken first, for those who read rather than look. */
export function EndpointTable({ view, selection, onSelect }: EndpointTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [cursor, setCursor] = useState(0)
  const [sort, setSort] = useState<Sort>(BROKEN_FIRST)
  const lines = tableLines(view, sort)
  const ports = sharedPorts(lines)
  const light = useLight(view, selection)
  // The compiler leaves this component as it is: the virtualizer's answers change without its object changing.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    getItemKey: index => lines[index]?.endpoint.key ?? index,
    overscan: 16,
  })
  const firstMarked = lines.findIndex(({ endpoint }) => light.isLoud && light.marked?.cells.has(endpoint.backend))
  const { mark } = usePlace()
  useEffect(() => {
    if (mark !== null && firstMarked >= 0) virtual.scrollToIndex(firstMarked, { align: 'center' })
    // Once a mark: later the reader scrolls.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [mark])
  const handleKey = (event: KeyboardEvent) => {
    const chosen = lines[cursor]?.endpoint
    if (event.key === 'Enter' && chosen !== undefined) onSelect({ kind: 'pod', key: chosen.backend })
    const next = nextLine(event.key, cursor, lines.length)
    if (next === undefined || event.ctrlKey || event.metaKey) return
    if (event.key !== 'g') event.preventDefault()
    setCursor(next)
    virtual.scrollToIndex(next)
  }
  return (
    <>
      <TableTools view={view} lines={lines} ports={ports} />
      <div
        className="table-scroll"
        ref={scroller}
        tabIndex={0}
        role="grid"
        data-ports={ports === null ? 'each' : 'shared'}
        aria-label={`Endpoints of ${view.service.name}`}
        aria-rowcount={lines.length + 1}
        aria-activedescendant={lines[cursor] === undefined ? undefined : `endpoint-${cursor}`}
        onKeyDown={handleKey}
      >
        <TableHead
          columns={ports === null ? COLUMNS : COLUMNS.filter(column => column !== 'Ports')}
          sort={sort}
          onSort={setSort}
        />
        <div className="table-space" role="rowgroup" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, key, start }) => {
            const line = lines[index]
            return (
              line !== undefined && (
                <TableRow
                  key={key}
                  light={light}
                  hasPorts={ports === null}
                  line={line}
                  index={index}
                  start={start}
                  isCursor={index === cursor}
                  isSelected={selection?.kind === 'pod' && selection.key === line.endpoint.backend}
                  onSelect={onSelect}
                />
              )
            )
          })}
        </div>
      </div>
      {lines.length === 0 && <p className="table-empty">{groupWords(view).note}</p>}
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
    case 'j':
      return within(here + 1)
    case 'ArrowUp':
    case 'k':
      return within(here - 1)
    case 'PageDown':
      return within(here + PAGE)
    case 'PageUp':
      return within(here - PAGE)
    case 'Home':
    case 'g':
      return 0
    case 'End':
    case 'G':
      return within(count - 1)
    default:
      return undefined
  }
}
