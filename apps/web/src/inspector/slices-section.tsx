import { capacityOf } from '@slicescope/picture'
import type { EndpointView, ServiceView, SliceView } from '@slicescope/view'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { MiddleClip } from '../drawing/middle-clip.tsx'
import type { Selection } from '../url/place.ts'
import { managerWords, portWords } from '../words/endpoint-words.ts'
import { EndpointList } from './endpoint-list.tsx'
import { Section } from './section.tsx'

interface SlicesSectionProps {
  readonly view: ServiceView
  readonly onSelect: (selection: Selection) => void
}

/** Few enough to show all endpoints of all slices at once. */
const OPEN_UP_TO = 12

/** The Service's slices; each opens to its ports and endpoints with their conditions. */
export function SlicesSection({ view, onSelect }: SlicesSectionProps) {
  const { slices, endpoints } = view
  const managers = [...new Set(slices.map(({ managedBy }) => managerWords(managedBy)))]
  const bySlice = Map.groupBy(endpoints, ({ slice }) => slice)
  const opensAll = endpoints.length <= OPEN_UP_TO
  return (
    <Section title="Slices" note={managers.join(', ')}>
      {slices.length === 0 && <p className="faint">No slice names this Service.</p>}
      {slices.map(slice => (
        <SliceLine
          key={slice.key}
          slice={slice}
          endpoints={bySlice.get(slice.key) ?? []}
          opensAtFirst={opensAll || slices.length === 1}
          onSelect={onSelect}
        />
      ))}
    </Section>
  )
}

interface SliceLineProps {
  readonly slice: SliceView
  readonly endpoints: readonly EndpointView[]
  readonly opensAtFirst: boolean
  readonly onSelect: (selection: Selection) => void
}

function SliceLine({ slice, endpoints, opensAtFirst, onSelect }: SliceLineProps) {
  const [isOpen, setOpen] = useState(opensAtFirst)
  const { key, name, endpointCount } = slice
  const capacity = capacityOf(slice)
  return (
    <div className="slice" data-slice={key}>
      <div className="slice-line">
        <button
          type="button"
          className="opener"
          aria-expanded={isOpen}
          aria-label={`Endpoints of ${name}`}
          onClick={() => setOpen(!isOpen)}
        >
          <ChevronRight size={13} aria-hidden />
        </button>
        <button type="button" className="slice-name" title={name} onClick={() => onSelect({ kind: 'slice', key })}>
          <code>
            <MiddleClip text={name} />
          </code>
        </button>
        {capacity !== null && (
          <span className="fill" aria-hidden>
            <span style={{ width: `${Math.min(100, (100 * endpointCount) / capacity)}%` }} />
          </span>
        )}
        <span className="slice-count">
          <b>{endpointCount}</b>
          {capacity === null ? (endpointCount === 1 ? ' entry' : ' entries') : `/${capacity}`}
        </span>
      </div>
      {isOpen && (
        <>
          <p className="slice-ports">
            {slice.addressType}
            {slice.ports.length === 0 && <em>no port</em>}
            {slice.ports.map(port => (
              <code key={`${port.name}/${port.protocol}/${port.port}`}>{portWords(port)}</code>
            ))}
          </p>
          <EndpointList endpoints={endpoints} onSelect={onSelect} />
        </>
      )}
    </div>
  )
}
