import type { Row } from '@slicescope/view'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useCursor } from '../controls/use-cursor.ts'
import { usePlace, usePlaceStore, useThemeStore } from '../state/stores.ts'
import { useAsked } from '../questions/asked.ts'
import { clustersQuery } from '../questions/clusters.ts'
import { searchQuery } from '../questions/search-query.ts'
import type { ShareAction } from '../share/share-actions.ts'
import { type PaletteItem, paletteItems } from './palette-items.ts'
import { paletteNote } from './palette-note.ts'
import { recentKeys } from './recent-keys.ts'

export interface PaletteProps {
  /** Before it was there. */
  readonly typed: string
  readonly rows: readonly Row[]
  readonly onClose: () => void
  readonly onShare: (what: ShareAction | 'menu') => void
  readonly onHelp: () => void
  /** Asks for files that are to be opened. */
  readonly onOpenFiles: () => void
}

const KIND_WORDS = {
  service: 'Service',
  pod: 'pod',
  address: 'address',
  dns: 'DNS name',
  host: 'host',
  workload: 'workload',
  node: 'node',
  zone: 'zone',
  namespace: 'namespace',
  cluster: 'cluster',
  finding: 'finding',
  command: 'command',
}

/** One box for everything: names, addresses, DNS names, a pasted log line, findings, commands. */
export function Palette({ typed, rows, onClose, onShare, onHelp, onOpenFiles }: PaletteProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [query, setQuery] = useState(typed)
  const place = usePlace()
  const { cluster } = place
  const asked = useAsked()
  const store = usePlaceStore()
  const theme = useThemeStore()
  const { data, isFetching, error } = useQuery({
    ...searchQuery(asked, query.trim()),
    enabled: cluster !== null && query.trim() !== '',
  })
  const { data: clusters = [] } = useQuery(clustersQuery)
  const [recent] = useState(() => recentKeys(place))
  const items = paletteItems(query, { rows, clusters, answer: query.trim() === '' ? undefined : data, recent })
  useEffect(() => dialog.current?.showModal(), [])
  const run = ({ to }: PaletteItem) => {
    onClose()
    if ('share' in to) onShare(to.share)
    else if ('help' in to) onHelp()
    else if ('files' in to) onOpenFiles()
    else if ('theme' in to) theme.choose(to.theme)
    else store.go(to.go)
  }
  const { at, handleKey, reset } = useCursor(items, run)
  return (
    <dialog
      ref={dialog}
      className="palette"
      aria-label="Search"
      onClose={onClose}
      onClick={event => event.target === dialog.current && onClose()}
    >
      <input
        role="combobox"
        aria-label="Search everything"
        aria-expanded="true"
        aria-controls="palette-items"
        aria-activedescendant={items.length === 0 ? undefined : `palette-${at}`}
        placeholder="Service, pod, workload, node, IP, host name, label, finding, or a log line"
        value={query}
        onChange={event => {
          setQuery(event.target.value)
          reset()
        }}
        onKeyDown={handleKey}
        spellCheck={false}
        autoComplete="off"
      />
      <ul id="palette-items" role="listbox" aria-label="Found">
        {items.map((item, index) => (
          // The box above has the keys; its options have the pointer.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <li
            key={item.key}
            id={`palette-${index}`}
            role="option"
            aria-selected={index === at}
            data-kind={item.kind}
            ref={index === at ? intoView : null}
            onClick={() => run(item)}
          >
            <span className="faint palette-kind">{KIND_WORDS[item.kind]}</span>
            <span className="clip">{item.title}</span>
            <span className="faint clip palette-detail">{item.detail}</span>
          </li>
        ))}
      </ul>
      <p className="faint palette-note" role="status">
        {paletteNote({
          query,
          count: items.length,
          isFetching,
          failure: error?.message ?? null,
          more: data?.more ?? 0,
          moreStill: data?.moreStill ?? false,
          searched: data?.searched ?? [],
          notSearched: data?.notSearched ?? [],
        })}
      </p>
    </dialog>
  )
}

function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' })
}
