import { formatCount } from '@slicescope/picture'
import type { EndpointView } from '@slicescope/view'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { StateIcon } from '../drawing/icons.tsx'
import { MiddleClip } from '../drawing/middle-clip.tsx'
import type { Selection } from '../url/place.ts'
import { conditionWords } from '../words/endpoint-words.ts'

interface EndpointListProps {
  readonly endpoints: readonly EndpointView[]
  readonly onSelect: (selection: Selection) => void
}

const LINE = 38
/** Half a line shows that there is more. */
const MOST_SHOWN = 9.5

/** Entries of a slice, with their conditions after the nil rules. Long lists scroll by themselves. */
export function EndpointList({ endpoints, onSelect }: EndpointListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  // The compiler leaves this component as it is: the virtualizer's answers change without its object changing.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: endpoints.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    getItemKey: index => endpoints[index]?.key ?? index,
    overscan: 6,
  })
  if (endpoints.length === 0) return <p className="faint">It lists no endpoint.</p>
  const height = Math.min(endpoints.length, MOST_SHOWN) * LINE
  return (
    <div
      className="endpoint-list"
      ref={scroller}
      style={{ height }}
      tabIndex={endpoints.length > MOST_SHOWN ? 0 : -1}
      role="group"
      aria-label={`${formatCount(endpoints.length)} endpoints`}
    >
      <ul style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const endpoint = endpoints[index]
          return (
            endpoint !== undefined && (
              <li key={key} style={{ transform: `translateY(${start}px)`, height: LINE }}>
                <EndpointLine endpoint={endpoint} onSelect={onSelect} />
              </li>
            )
          )
        })}
      </ul>
    </div>
  )
}

function EndpointLine({
  endpoint,
  onSelect,
}: {
  readonly endpoint: EndpointView
  readonly onSelect: EndpointListProps['onSelect']
}) {
  const { address, state, published, targetRef, backend, ignored } = endpoint
  return (
    <button
      type="button"
      tabIndex={-1}
      className="endpoint"
      data-endpoint={endpoint.key}
      title={ignored === null ? conditionWords(endpoint) : `Ignored by kube-proxy: ${ignored}`}
      onClick={() => onSelect({ kind: 'pod', key: backend })}
    >
      <StateIcon state={state} published={published} size={14} named />
      <code className="clip">{address}</code>
      <Conditions endpoint={endpoint} />
      <span className="faint endpoint-target">
        <MiddleClip text={targetRef === null ? 'no target' : targetRef.name} />
      </span>
    </button>
  )
}

/** Three words, struck through where they do not hold. */
function Conditions({ endpoint: { conditions } }: { readonly endpoint: EndpointView }) {
  const { ready, serving, terminating } = conditions
  return (
    <span className="conditions">
      <span data-holds={ready}>ready</span>
      <span data-holds={serving}>serving</span>
      {terminating && (
        <span data-holds className="leaves">
          terminating
        </span>
      )}
    </span>
  )
}
