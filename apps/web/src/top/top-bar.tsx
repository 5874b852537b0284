import type { Freshness } from '@slicescope/view'
import { useQuery } from '@tanstack/react-query'
import { Layers, Moon, Search, Sun } from 'lucide-react'
import type { ReactNode } from 'react'
import { OVERVIEW } from '../url/place.ts'
import { usePlace, usePlaceStore, useRecordings, useShownAt, useTheme, useThemeStore } from '../state/stores.ts'
import { ChoiceMenu } from '../controls/choice-menu.tsx'
import { clustersQuery } from '../questions/clusters.ts'
import { useClusterName } from '../questions/use-cluster-name.ts'
import { FreshnessLine } from './freshness-line.tsx'
import { PastLine } from './past-line.tsx'

interface TopBarProps {
  readonly freshness: Freshness | null
  /** Whether a moment of the past is being read. */
  readonly isReading: boolean
  readonly namespaces: readonly string[]
  readonly onSearch: () => void
  /** What stands at its right end. */
  readonly children: ReactNode
}

const ALL = ''
/** No cluster is named so. */
const CLOSE = 'close:'

export function TopBar({ freshness, isReading, namespaces, onSearch, children }: TopBarProps) {
  const place = usePlace()
  const store = usePlaceStore()
  const shownAt = useShownAt()
  return (
    <header className="top-bar">
      <a
        className="brand"
        href="/"
        title="Overview (g o)"
        onClick={event => {
          event.preventDefault()
          store.go(OVERVIEW)
        }}
      >
        <Layers size={20} aria-hidden /> <span>Slicescope</span>
      </a>
      <ClusterMenu />
      <ChoiceMenu
        label="namespace"
        shown={place.namespace ?? 'all'}
        value={place.namespace ?? ALL}
        choices={[{ value: ALL, label: 'all' }, ...namespaces.map(name => ({ value: name, label: name }))]}
        onChoose={value => store.go({ namespace: value === ALL ? null : value })}
      />
      <button
        type="button"
        className="search"
        title="Services, pods, nodes, addresses, log lines (Ctrl K)"
        onClick={onSearch}
      >
        <Search size={14} aria-hidden />
        <span className="faint clip">Search everything</span>
        <kbd aria-hidden>{isMac() ? '⌘ K' : 'Ctrl K'}</kbd>
      </button>
      {shownAt === null ? (
        <FreshnessLine freshness={freshness} />
      ) : (
        <PastLine at={shownAt} freshness={freshness} isReading={isReading} />
      )}
      <ThemeButton />
      {children}
    </header>
  )
}

function ClusterMenu() {
  const { cluster } = usePlace()
  const store = usePlaceStore()
  const { data = [] } = useQuery(clustersQuery)
  const recordings = useRecordings()
  const shown = useClusterName()
  const choices = data.map(({ slug, context, state }) => ({ value: slug, label: context, note: state ?? 'not open' }))
  const go = (slug: string) => {
    if (slug === CLOSE) void recordings.close().then(() => location.assign('/'))
    else store.go({ cluster: slug, identity: null, service: null, selection: null, namespace: null })
  }
  return (
    <ChoiceMenu
      label="cluster"
      shown={shown}
      value={cluster ?? ''}
      choices={recordings.canClose ? [...choices, { value: CLOSE, label: 'Close opened files' }] : choices}
      onChoose={go}
    />
  )
}

function ThemeButton() {
  const theme = useTheme()
  const store = useThemeStore()
  const other = theme === 'dark' ? 'light' : 'dark'
  return (
    <button type="button" className="icon-button" aria-label={`Switch to ${other}`} onClick={() => store.toggle()}>
      {theme === 'dark' ? <Sun size={16} aria-hidden /> : <Moon size={16} aria-hidden />}
    </button>
  )
}

function isMac(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent)
}
