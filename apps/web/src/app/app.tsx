import { needsAttention } from '@slicescope/view/attention'
import type { Freshness, Row } from '@slicescope/view'
import { useQuery } from '@tanstack/react-query'
import { Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { later, loadLater, soon } from '../controls/later.tsx'
import { usePageKeys } from '../keys/use-page-keys.ts'
import { ListPanel } from '../list/list-panel.tsx'
import { Search } from '../palette/search.tsx'
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
import type { OpenService } from '../state/open-service.ts'
import { DropZone } from './drop-zone.tsx'
import { Middle, type OverviewState } from './middle.tsx'
import { type PageCondition, pageCondition } from './page-condition.ts'
import { pageTitle } from './page-title.ts'
import { visible } from '@slicescope/view/text'
import { Sheet } from './sheet.tsx'
import { SpokenVerdict } from './spoken-verdict.tsx'
import { ShownAtContext, useLive, useLiveStore, usePlace, usePlaceStore } from '../state/stores.ts'
import { Switcher } from './switcher.tsx'
import { noteRecent } from '../state/recent.ts'
import { chooseFiles, useFiles } from './use-files.ts'
import { useIsNarrow } from './use-is-narrow.ts'
import { useShown } from './use-shown.ts'

const Inspector = soon(async () => (await import('../inspector/inspector.tsx')).Inspector)
const KeysHelp = later(async () => (await import('../keys/keys-help.tsx')).KeysHelp)

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
  const shown = useShown(place)
  const { rows, open, freshness, isReading, nothing, at: shownAt } = shown
  const condition = useCondition()
  const namespaces = [...new Set(rows.map(({ namespace }) => namespace))].toSorted()
  useWatch(place)
  const overview = useOverview(place)
  useOpenWorst(place, rows, overview.isDecided)
  useTitle(open, freshness)
  useRecent(place.cluster, open.state === 'here' ? key : null)
  useLaterParts(open.state === 'here' || (condition.kind !== 'connecting' && condition.kind !== 'loading'))
  const last = open.state === 'here' || open.state === 'gone' ? open.view : null
  const view = last === null || freshness === null ? last : toldView(last, freshness)
  const { notice, tell } = useNotice()
  const files = useFiles()
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
    <ShownAtContext value={shownAt}>
      <div
        className="page"
        data-bare={view === null}
        data-moment={shownAt === null ? 'now' : 'past'}
        data-reading={isReading}
      >
        <TopBar
          freshness={freshness}
          isReading={isReading}
          namespaces={namespaces}
          onSearch={() => setPaletteOpen(true)}
        >
          {view !== null && freshness !== null && (
            <ShareMenu view={view} freshness={freshness} asked={shareAsked} onAsk={setShareAsked} />
          )}
        </TopBar>
        {isNarrow && <Switcher rows={rows} open={key} isOpen={isListOpen} onToggle={() => setListOpen(!isListOpen)} />}
        {(!isNarrow || isListOpen) && (
          <ListPanel
            rows={rows}
            isListed={
              (condition.kind === 'ready' || condition.kind === 'empty') && (nothing === null || rows.length > 0)
            }
            place={place}
            filter={filter}
            onChosen={() => setListOpen(false)}
          />
        )}
        <Middle shown={shown} view={view} condition={condition} place={place} overview={overview} isNarrow={isNarrow} />
        <Details view={view} place={place} isNarrow={isNarrow} />
        {isPaletteOpen && (
          <Search
            rows={rows}
            onClose={() => setPaletteOpen(false)}
            onShare={setShareAsked}
            onHelp={() => setHelpOpen(true)}
            onOpenFiles={() => void chooseFiles().then(files.open)}
          />
        )}
        <Suspense fallback={null}>{isHelpOpen && <KeysHelp onClose={() => setHelpOpen(false)} />}</Suspense>
        <DropZone files={files} />
        <p className="notice" role="status" data-shown={notice !== null}>
          {notice}
        </p>
        <SpokenVerdict sentence={view?.verdict.sentence.replaceAll('`', '') ?? ''} />
      </div>
    </ShownAtContext>
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
  const inspector = (
    <Suspense fallback={null}>
      <Inspector view={view} selection={selection} onSelect={chosen => store.go({ selection: chosen })} />
    </Suspense>
  )
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

/** What is open is found again in the search. */
function useRecent(cluster: string | null, key: string | null): void {
  useEffect(() => {
    if (cluster !== null && key !== null) noteRecent(globalThis.localStorage, { cluster, key })
  }, [cluster, key])
}

/** Once there is something to see, it loads the parts that were not needed so far. */
function useLaterParts(isShown: boolean): void {
  useEffect(() => {
    if (isShown) loadLater()
  }, [isShown])
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
