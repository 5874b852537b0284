import type { Freshness, ServiceView } from '@slicescope/view'
import { type ReactNode, Suspense } from 'react'
import { later, soon } from '../controls/later.tsx'
import { Legend } from '../graph/legend.tsx'
import type { Place, Selection } from '../url/place.ts'
import { VerdictBlock } from '../verdict/verdict-block.tsx'
import { usePlaceStore } from '../state/stores.ts'
import { ViewTools } from './view-tools.tsx'

/** The largest part of the page's code; the list and the verdict need not wait for it. */
const GraphPane = soon(async () => (await import('../graph/graph-pane.tsx')).GraphPane)

const EndpointTable = later(async () => (await import('../table/endpoint-table.tsx')).EndpointTable)

/** Below the picture. */
const TimeStrip = soon(async () => (await import('../time/time-strip.tsx')).TimeStrip)

const CompareView = later(async () => (await import('../time/compare-view.tsx')).CompareView)

interface CentreProps {
  readonly view: ServiceView
  readonly place: Place
  readonly freshness: Freshness
  readonly isNarrow: boolean
  /** Over the picture or its table. */
  readonly banner: ReactNode
}

/** Verdict, zones, and the picture or its table. */
export function Centre({ view, place, freshness, isNarrow, banner }: CentreProps) {
  const store = usePlaceStore()
  const select = (selection: Selection | null) => store.go({ selection })
  const { selection } = place
  const zone = selection?.kind === 'zone' ? selection.key : null
  const isTable = place.view === 'table'
  const asked =
    place.cluster === null || place.service === null
      ? null
      : { cluster: place.cluster, at: null, service: place.service }
  const strip = asked !== null && (
    <div className="time-room">
      <Suspense fallback={null}>
        <TimeStrip service={asked} isNarrow={isNarrow} />
      </Suspense>
    </div>
  )
  if (place.compare !== null && asked !== null)
    return (
      <>
        <Suspense fallback={null}>
          <CompareView service={asked} compare={place.compare} />
        </Suspense>
        {strip}
      </>
    )
  return (
    <>
      <VerdictBlock
        view={view}
        selectedZone={zone}
        onZone={key => select(zone === key ? null : { kind: 'zone', key })}
        tools={<ViewTools place={place} />}
      />
      <div className="stage" data-doubt={freshness.state === 'STALE' || freshness.state === 'BLIND'}>
        {isTable && (
          <Suspense fallback={null}>
            <EndpointTable view={view} selection={selection} onSelect={select} />
          </Suspense>
        )}
        {!isTable && !isNarrow && (
          <Suspense fallback={null}>
            <GraphPane view={view} grouping={place.grouping} selection={selection} onSelect={select} />
          </Suspense>
        )}
        {banner}
      </div>
      <Legend view={view} isTable={isTable} />
      {strip}
    </>
  )
}
