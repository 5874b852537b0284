import type { ClusterOverview, ServiceView } from '@slicescope/view'
import { Suspense } from 'react'
import { later, soon } from '../controls/later.tsx'
import { keyOf, type Place } from '../url/place.ts'
import { AllWell } from './all-well.tsx'
import { Centre } from './centre.tsx'
import { ConditionPage } from './condition-page.tsx'
import { DoubtBanner } from './doubt-banner.tsx'
import { MainFrame } from './main-frame.tsx'
import { NothingThen } from './nothing-then.tsx'
import { Opening } from './opening.tsx'
import type { PageCondition } from './page-condition.ts'
import { useIdentity } from './use-identity.ts'
import type { Shown } from './use-shown.ts'

const NoService = later(async () => (await import('./no-service.tsx')).NoService)
const OverviewPage = soon(async () => (await import('../overview/overview-page.tsx')).OverviewPage)

export interface OverviewState {
  readonly data: ClusterOverview | undefined
  /** Whether it is known if Services share a cause; also where that cannot be asked. */
  readonly isDecided: boolean
}

interface MiddleProps {
  readonly shown: Shown
  /** With its words; null where none is shown. */
  readonly view: ServiceView | null
  readonly condition: PageCondition
  readonly place: Place
  readonly overview: OverviewState
  readonly isNarrow: boolean
}

/** The middle of the page: a Service, the cluster at a glance, or why there is neither. */
export function Middle({ shown, view, condition, place, overview, isNarrow }: MiddleProps) {
  const { rows, open, freshness, isReading, nothing } = shown
  const key = place.service === null ? null : keyOf(place.service)
  const isAnotherCluster = useIdentity(place)
  const banner = freshness !== null && (condition.kind !== 'unreachable' || view !== null) && (
    <DoubtBanner freshness={freshness} view={view} isGone={open.state === 'gone'} cluster={place.cluster} />
  )
  const isNothing = nothing !== null && place.at !== null && !isReading
  // A banner that comes and goes does not push the picture.
  const isOverPicture = view !== null && !isNothing && !isNarrow && place.compare === null
  return (
    <MainFrame>
      {isAnotherCluster && (
        <div className="banner" role="alert">
          <p>
            This link was made on another cluster, which is not among those open here. {place.cluster} has the same
            name, but another identity.
          </p>
        </div>
      )}
      {!isOverPicture && banner}
      {isNothing ? (
        <NothingThen at={place.at} why={nothing} />
      ) : condition.kind !== 'ready' && view === null ? (
        <ConditionPage condition={condition} cluster={place.cluster} />
      ) : place.service === null && overview.data !== undefined && place.isOverview ? (
        <Suspense fallback={<div className="condition" data-testid="opening-overview" />}>
          <OverviewPage overview={overview.data} rows={rows} namespace={place.namespace} freshness={freshness} />
        </Suspense>
      ) : place.service === null && (place.isOverview || !overview.isDecided) ? (
        <div className="condition" data-testid="opening-overview" />
      ) : place.service === null ? (
        <AllWell rows={rows} namespace={place.namespace} origin={freshness?.origin ?? 'live'} />
      ) : view !== null && freshness !== null ? (
        <Centre
          key={`${place.cluster} ${key}`}
          view={view}
          place={place}
          freshness={freshness}
          isNarrow={isNarrow}
          banner={isOverPicture && banner}
        />
      ) : open.state === 'absent' || open.state === 'impossible' ? (
        <Suspense fallback={null}>
          <NoService service={place.service} isPossible={open.state === 'absent'} rows={rows} />
        </Suspense>
      ) : (
        <Opening name={place.service} row={rows.find(row => row.key === key)} />
      )}
    </MainFrame>
  )
}
