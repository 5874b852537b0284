import type { ClusterOverview } from '@slicescope/view'
import { needsAttention } from '@slicescope/view/attention'
import type { Freshness, Row } from '@slicescope/view'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { KeysHelp } from '../keys/keys-help.tsx'
import { usePageKeys } from '../keys/use-page-keys.ts'
import { ListPanel } from '../list/list-panel.tsx'
import { Inspector } from '../inspector/inspector.tsx'
import { OverviewPage } from '../overview/overview-page.tsx'
import { Palette } from '../palette/palette.tsx'
import { overviewQuery } from '../questions/overview-query.ts'
import type { ShareAction } from '../share/share-actions.ts'
import { ShareMenu } from '../share/share-menu.tsx'
import { useNotice } from '../share/use-notice.ts'
import { topicsOf } from '../stream/topics-of.ts'
import { clustersQuery, HttpError } from '../questions/clusters.ts'
import { TopBar } from '../top/top-bar.tsx'
import { keyOf, type Place } from '../url/place.ts'
import { shareLast } from '../words/share-equal.ts'
import { toldView } from '../verdict/told-view.ts'
import { AllWell } from './all-well.tsx'
import { Centre } from './centre.tsx'
import { ConditionPage } from './condition-page.tsx'
import { DoubtBanner } from './doubt-banner.tsx'
import { MainFrame } from './main-frame.tsx'
import { NoService } from './no-service.tsx'
import { NothingThen } from './nothing-then.tsx'
import { Opening } from './opening.tsx'
import type { OpenService } from '../state/open-service.ts'
import { type PageCondition, pageCondition } from './page-condition.ts'
import { pageTitle } from './page-title.ts'
import { visible } from '@slicescope/view/text'
import { Sheet } from './sheet.tsx'
import { SpokenVerdict } from './spoken-verdict.tsx'
import { useLive, useLiveStore, usePlace, usePlaceStore } from '../state/stores.ts'
import { Switcher } from './switcher.tsx'
import { useIsNarrow } from './use-is-narrow.ts'
import { useShown } from './use-shown.ts'

/** The page. Places come from the address, data from the stream; nothing else decides what is shown. */
export function App() {
  const place = usePlace()
  const filter = useRef<HTMLInputElement>(null)
  const [isListOpen, setListOpen] = useState(false)
  const [shareAsked, setShareAsked] = useState<ShareAction | 'menu' | null>(null)
  const [isPaletteOpen, setPaletteOpen] = useState(false)
  const [isHelpOpen, setHelpOpen] = useState(false)
  const isNarrow = useIsNarrow()
  const key = place.service === null ? null : keyOf(place.service)
  const { rows, open, freshness, isReading, nothing } = useShown(place)
  const condition = useCondition()
  const namespaces = [...new Set(rows.map(({ namespace }) => namespace))].toSorted()
  useWatch(place)
  const overview = useOverview(place)
  useOpenWorst(place, rows, overview.isDecided)
  useTitle(open, freshness)
  const last = open.state === 'here' || open.state === 'gone' ? open.view : null
  const view = last === null || freshness === null ? last : toldView(last, freshness)
  const { notice, tell } = useNotice()
  usePageKeys({
    filter,
    rows,
    view,
    onSearch: useCallback(() => setPaletteOpen(true), []),
    onShare: useCallback(() => setShareAsked('menu'), []),
    onHelp: useCallback(() => setHelpOpen(true), []),
    tell,
  })
  return (
    <div
      className="page"
      data-bare={view === null}
      data-moment={place.at === null ? 'now' : 'past'}
      data-reading={isReading}
    >
      <TopBar freshness={freshness} isReading={isReading} namespaces={namespaces} onSearch={() => setPaletteOpen(true)}>
        {view !== null && freshness !== null && (
          <ShareMenu view={view} freshness={freshness} asked={shareAsked} onAsk={setShareAsked} />
        )}
      </TopBar>
      {isNarrow && <Switcher rows={rows} open={key} isOpen={isListOpen} onToggle={() => setListOpen(!isListOpen)} />}
      {(!isNarrow || isListOpen) && (
        <ListPanel
          rows={rows}
          isListed={(condition.kind === 'ready' || condition.kind === 'empty') && (nothing === null || rows.length > 0)}
          place={place}
          filter={filter}
          onChosen={() => setListOpen(false)}
        />
      )}
      <MainFrame>
        {freshness !== null && (condition.kind !== 'unreachable' || view !== null) && (
          <DoubtBanner freshness={freshness} view={view} isGone={open.state === 'gone'} cluster={place.cluster} />
        )}
        {nothing !== null && place.at !== null ? (
          <NothingThen at={place.at} why={nothing} />
        ) : condition.kind !== 'ready' && view === null ? (
          <ConditionPage condition={condition} cluster={place.cluster} />
        ) : place.service === null && overview.data !== undefined && place.isOverview ? (
          <OverviewPage overview={overview.data} rows={rows} namespace={place.namespace} freshness={freshness} />
        ) : place.service === null && (place.isOverview || !overview.isDecided) ? (
          <div className="condition" data-testid="opening-overview" />
        ) : place.service === null ? (
          <AllWell rows={rows} namespace={place.namespace} origin={freshness?.origin ?? 'live'} />
        ) : view !== null && freshness !== null ? (
          <Centre key={`${place.cluster} ${key}`} view={view} place={place} freshness={freshness} isNarrow={isNarrow} />
        ) : open.state === 'absent' || open.state === 'impossible' ? (
          <NoService service={place.service} isPossible={open.state === 'absent'} />
        ) : (
          <Opening name={place.service} row={rows.find(row => row.key === key)} />
        )}
      </MainFrame>
      <Details view={view} place={place} isNarrow={isNarrow} />
      {isPaletteOpen && (
        <Palette
          rows={rows}
          onClose={() => setPaletteOpen(false)}
          onShare={setShareAsked}
          onHelp={() => setHelpOpen(true)}
        />
      )}
      {isHelpOpen && <KeysHelp onClose={() => setHelpOpen(false)} />}
      <p className="notice" role="status" data-shown={notice !== null}>
        {notice}
      </p>
      <SpokenVerdict sentence={view?.verdict.sentence.replaceAll('`', '') ?? ''} />
    </div>
  )
}

interface DetailsProps {
  readonly view: (OpenService & { readonly state: 'here' })['view'] | null
  readonly place: Place
  readonly isNarrow: boolean
}

function Details({ view, place: { selection, tab }, isNarrow }: DetailsProps) {
  const store = usePlaceStore()
  if (view === null) return null
  const inspector = <Inspector view={view} selection={selection} onSelect={chosen => store.go({ selection: chosen })} />
  const asked = selection === null ? (tab === 'overview' ? null : tab) : `${selection.kind} ${selection.key}`
  if (isNarrow)
    return (
      <Sheet asked={asked} isRaisedAtFirst={selection !== null}>
        {inspector}
      </Sheet>
    )
  return (
    <aside className="inspector" aria-label="Details">
      {inspector}
    </aside>
  )
}

const stableCondition = shareLast(pageCondition)

function useCondition(): PageCondition {
  const { error } = useQuery(clustersQuery)
  const condition = useLive(stableCondition)
  const isSignedOut = error instanceof HttpError && error.status === 401
  return isSignedOut && condition.kind === 'connecting' ? { kind: 'signed-out' } : condition
}

/** Watches what the place shows; without a cluster goes to the first open one. */
function useWatch({ cluster, service }: Place): void {
  const live = useLiveStore()
  const store = usePlaceStore()
  const { data: clusters } = useQuery(clustersQuery)
  const first = clusters?.find(({ open }) => open) ?? clusters?.[0]
  const [namespace, name] = [service?.namespace, service?.name]
  useEffect(() => {
    if (cluster === null) return
    live.watch(cluster, topicsOf(namespace === undefined || name === undefined ? null : { namespace, name }))
  }, [live, cluster, namespace, name])
  useEffect(() => {
    if (cluster === null && first !== undefined) store.replace({ cluster: first.slug })
  }, [store, cluster, first])
}

interface OverviewState {
  readonly data: ClusterOverview | undefined
  /** Whether it is known if Services share a cause; also where that cannot be asked. */
  readonly isDecided: boolean
}

/** The cluster at a glance while no Service is open. It opens by itself where several Services share a cause. */
function useOverview({ cluster, at, service, isOverview }: Place): OverviewState {
  const store = usePlaceStore()
  const isWanted = cluster !== null && service === null
  // Before the Services are listed the server answers 503.
  const isListed = useLive(live => live.cluster === cluster && live.stream.overviews.has('*'))
  const { data, isError } = useQuery({
    ...overviewQuery({ cluster: cluster ?? '', at }),
    enabled: isWanted && isListed,
  })
  const isShared = data !== undefined && data.causes.length > 0
  useEffect(() => {
    if (isWanted && !isOverview && isShared) store.replace({ isOverview: true })
  }, [store, isWanted, isOverview, isShared])
  return { data, isDecided: !isWanted || isError || (data !== undefined && !isShared) }
}

/** Without a Service the worst opens, if any needs attention and the overview is not what is wanted. */
function useOpenWorst(
  { cluster, service, namespace, isOverview }: Place,
  rows: readonly Row[],
  isDecided: boolean,
): void {
  const store = usePlaceStore()
  const isOther = useLive(live => live.cluster !== cluster)
  const worst = isOther
    ? undefined
    : rows.find(row => needsAttention(row) && (namespace === null || row.namespace === namespace))?.key
  useEffect(() => {
    if (service !== null || worst === undefined || isOverview || !isDecided) return
    const [worstNamespace = '', name = ''] = worst.split('/')
    store.replace({ service: { namespace: worstNamespace, name }, selection: null })
  }, [store, service, worst, isOverview, isDecided])
}

function useTitle(open: OpenService, freshness: Freshness | null): void {
  const view = open.state === 'here' || open.state === 'gone' ? open.view : null
  const title = pageTitle({
    state: freshness?.state ?? null,
    marks: freshness?.marks ?? [],
    view,
    deleted: open.state === 'gone' || (view?.deleted ?? null) !== null,
  })
  useEffect(() => {
    document.title = visible(title)
  }, [title])
}
