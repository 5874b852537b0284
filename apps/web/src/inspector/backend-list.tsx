import { cellStateOf, formatCount } from '@slicescope/picture'
import type { BackendView } from '@slicescope/view'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { StateIcon } from '../drawing/icons.tsx'
import { MiddleClip } from '../drawing/middle-clip.tsx'
import type { Selection } from '../url/place.ts'
import { stateWords } from '../words/endpoint-words.ts'
import { Section } from './section.tsx'

interface BackendListProps {
  readonly backends: readonly BackendView[]
  readonly onSelect: (selection: Selection) => void
}

const LINE = 24
/** Half a line shows that there is more. */
const MOST_SHOWN = 14.5

/** Backends of a zone or node, what is lost first. */
export function BackendList({ backends, onSelect }: BackendListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const sorted = backends.toSorted((a, b) => Number(a.ready) - Number(b.ready) || a.slot - b.slot)
  // The compiler leaves this component as it is: the virtualizer's answers change without its object changing.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    getItemKey: index => sorted[index]?.key ?? index,
    overscan: 8,
  })
  if (backends.length === 0) return null
  return (
    <Section title="Backends" note={formatCount(backends.length)}>
      <div
        className="endpoint-list"
        ref={scroller}
        style={{ height: Math.min(sorted.length, MOST_SHOWN) * LINE }}
        tabIndex={sorted.length > MOST_SHOWN ? 0 : -1}
        role="group"
        aria-label="Backends, lost ones first"
      >
        <ul style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, key, start }) => {
            const backend = sorted[index]
            return (
              backend !== undefined && (
                <li key={key} style={{ transform: `translateY(${start}px)`, height: LINE }}>
                  <button
                    type="button"
                    tabIndex={-1}
                    className="backend"
                    title={stateWords(cellStateOf(backend), backend.published)}
                    onClick={() => onSelect({ kind: 'pod', key: backend.key })}
                  >
                    <StateIcon state={cellStateOf(backend)} published={backend.published} size={14} named />
                    <code className="clip">
                      <MiddleClip text={backend.name} />
                    </code>
                  </button>
                </li>
              )
            )
          })}
        </ul>
      </div>
    </Section>
  )
}
