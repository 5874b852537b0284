import { formatCount } from '@slicescope/picture'
import type { Row } from '@slicescope/view'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowUp, ChevronDown } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useShownNow } from '../state/stores.ts'
import { HEIGHTS, type ListItem } from './list-items.ts'
import type { Section, WasBroken } from './list-order.ts'
import { CalmRow, LoudRow } from './service-row.tsx'
import { useHeldOrder } from './use-held-order.ts'

interface ServiceListProps {
  /** Those that pass the filter, as the stream orders them. */
  readonly rows: readonly Row[]
  readonly allRows: readonly Row[]
  /** Changes with the filter. */
  readonly filterKey: string
  readonly wasBroken: WasBroken
  /** Key of the open Service. */
  readonly open: string | null
  readonly onOpen: (row: Row) => void
}

/** Services, what is broken first. The order holds while pointer or focus is in the list. */
export function ServiceList({ rows, allRows, filterKey, wasBroken, open, onOpen }: ServiceListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const { items, news, hold, release, sortNow, toggle } = useHeldOrder({ rows, allRows, filterKey, wasBroken })
  const [cursor, setCursor] = useState<string | null>(null)
  const now = useShownNow(10_000)
  // The compiler leaves this component as it is: the virtualizer's answers change without its object changing.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: index => HEIGHTS[items[index]?.kind ?? 'calm'],
    getItemKey: index => keyOfItem(items[index]),
    overscan: 12,
  })
  const at = cursor ?? open
  const handleKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const here = items.findIndex(item => item.kind !== 'header' && item.row.key === at)
    const item = items[here]
    if (event.key === 'Enter' && item !== undefined && item.kind !== 'header') onOpen(item.row)
    const next = nextIndex(items, here, event.key)
    if (next === undefined) return
    // What follows `g` may lead elsewhere.
    if (event.key !== 'g') event.preventDefault()
    const target = items[next]
    if (target !== undefined && target.kind !== 'header') setCursor(target.row.key)
    virtual.scrollToIndex(next)
  }
  const isFocusLeaving = (to: EventTarget | null) => !(to instanceof Node && scroller.current?.contains(to))
  return (
    <div
      className="list"
      onPointerEnter={hold}
      onPointerLeave={() => isFocusLeaving(document.activeElement) && release()}
    >
      {news > 0 && (
        <button type="button" className="news" onClick={sortNow}>
          <ArrowUp size={12} aria-hidden /> {formatCount(news)} new
        </button>
      )}
      <div
        className="list-scroll"
        ref={scroller}
        role="listbox"
        aria-label="Services"
        tabIndex={0}
        aria-activedescendant={at === null ? undefined : optionId(at)}
        onKeyDown={handleKey}
        onFocus={hold}
        onBlur={() => {
          setCursor(null)
          release()
        }}
      >
        <div className="list-space" role="presentation" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ key, index, start, size }) => {
            const item = items[index]
            return (
              item !== undefined && (
                <Line
                  key={key}
                  item={item}
                  place={{ transform: `translateY(${start}px)`, height: size }}
                  isOpen={item.kind !== 'header' && item.row.key === open}
                  isCursor={item.kind !== 'header' && item.row.key === cursor}
                  now={now}
                  broken={item.kind === 'loud' && item.row.recovered === null ? wasBroken.get(item.row.key) : undefined}
                  onOpen={onOpen}
                  onToggle={toggle}
                />
              )
            )
          })}
        </div>
      </div>
    </div>
  )
}

interface LineProps {
  readonly item: ListItem
  readonly place: { readonly transform: string; readonly height: number }
  readonly isOpen: boolean
  readonly isCursor: boolean
  readonly now: number
  readonly broken: ReturnType<WasBroken['get']>
  readonly onOpen: (row: Row) => void
  readonly onToggle: (section: Section) => void
}

function Line({ item, place, isOpen, isCursor, now, broken, onOpen, onToggle }: LineProps) {
  if (item.kind === 'header') {
    return (
      // A listbox holds options alone: what folds a section is for the pointer, and hidden from readers, who hear all.
      // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
      <div
        className="list-header"
        role="presentation"
        data-section={item.section}
        style={place}
        title={item.isFolded ? 'Show these Services' : 'Fold these Services'}
        onClick={() => onToggle(item.section)}
      >
        <ChevronDown size={12} aria-hidden data-folded={item.isFolded} /> <b>{item.title}</b>{' '}
        {item.isFolded ? formatCount(item.count) : item.note}
      </div>
    )
  }
  const { row, gone, kind } = item
  return (
    // The listbox has the keys; its options have the pointer.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      className={`row ${kind}`}
      role="option"
      id={optionId(row.key)}
      aria-selected={isOpen}
      data-service={row.key}
      data-health={row.health}
      data-cursor={isCursor}
      style={place}
      title={`${row.namespace}/${row.name}\n${row.verdict}`}
      onClick={() => onOpen(row)}
    >
      {kind === 'loud' ? (
        <LoudRow row={row} gone={gone} now={now} broken={broken} />
      ) : (
        <CalmRow row={row} gone={gone} now={now} />
      )}
    </div>
  )
}

function keyOfItem(item: ListItem | undefined): string {
  if (item === undefined) return ''
  return item.kind === 'header' ? `header ${item.section}` : item.row.key
}

function optionId(key: string): string {
  return `service ${key}`.replaceAll(' ', '-')
}

const PAGE = 12

/** Where a key leads from a line, past headers; undefined for keys that lead nowhere. */
function nextIndex(items: readonly ListItem[], here: number, key: string): number | undefined {
  const isRow = (index: number) => items[index] !== undefined && items[index].kind !== 'header'
  const seek = (from: number, step: number) => {
    for (let index = from; index >= 0 && index < items.length; index += step) if (isRow(index)) return index
    return undefined
  }
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return seek(here + 1, 1)
    case 'ArrowUp':
    case 'k':
      return seek(here < 0 ? items.length - 1 : here - 1, -1)
    case 'PageDown':
      return seek(Math.min(items.length - 1, here + PAGE), -1)
    case 'PageUp':
      return seek(Math.max(0, here - PAGE), 1)
    case 'Home':
    case 'g':
      return seek(0, 1)
    case 'End':
    case 'G':
      return seek(items.length - 1, -1)
    default:
      return undefined
  }
}
