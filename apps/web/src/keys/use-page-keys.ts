import { cellStateOf, isLostState } from '@slicescope/picture'
import type { Row, ServiceView } from '@slicescope/view'
import { needsAttention } from '@slicescope/view/attention'
import { type RefObject, useCallback } from 'react'
import { usePlaceStore } from '../state/stores.ts'
import { LIVE, OVERVIEW, type Place } from '../url/place.ts'
import type { PlaceStore } from '../url/place-store.ts'
import { nextOf } from './next-of.ts'
import { objectCommand, type ObjectVerb } from './object-commands.ts'
import { useKeys } from './use-keys.ts'

interface PageKeys {
  readonly filter: RefObject<HTMLInputElement | null>
  readonly rows: readonly Row[]
  readonly view: ServiceView | null
  readonly onSearch: () => void
  readonly onShare: () => void
  readonly onHelp: () => void
  /** Shows a line for some seconds. */
  readonly tell: (words: string) => void
}

const VERBS: Readonly<Record<string, ObjectVerb>> = { d: 'describe', y: 'yaml', l: 'logs' }
const STEPS: Readonly<Record<string, 1 | -1>> = { n: 1, N: -1, b: 1, B: -1 }

/** What single keys do on the page; `key-words.ts` lists them for people. */
export function usePageKeys({ filter, rows, view, onSearch, onShare, onHelp, tell }: PageKeys): void {
  const store = usePlaceStore()
  const onKey = useCallback(
    (key: string): boolean => {
      const verb = VERBS[key]
      const step = STEPS[key]
      if (key === 'g o') store.go(OVERVIEW)
      else if (key === 's') onShare()
      else if (key === '?') onHelp()
      else if (key === 'j' || key === 'k') handTo('.list-scroll', key)
      else if (key === '[' || key === ']') handTo('.strip-plot', key)
      else if (key === 'Escape' && isAway(store.getSnapshot())) store.go(LIVE)
      else if (key === 't' && view !== null)
        store.go({ view: store.getSnapshot().view === 'table' ? 'graph' : 'table' })
      else if (key === 'w' && view !== null) store.go({ selection: null, tab: 'why' })
      else if (verb !== undefined && view !== null) void copyCommand(verb, { view, store, tell })
      else if (step !== undefined && key.toLowerCase() === 'b') goToBroken(store, rows, step)
      else if (step !== undefined && view !== null) selectLost(store, view, step)
      else return false
      return true
    },
    [store, rows, view, onShare, onHelp, tell],
  )
  useKeys({ filter, onSearch, onKey })
}

function isAway({ at, compare }: Place): boolean {
  return at !== null || compare !== null
}

/** The list, or the time strip, takes the key as its own from here on. Where it has the focus it had the key already. */
function handTo(part: string, key: string): void {
  const element = document.querySelector<HTMLElement>(part)
  if (element === null || element.contains(document.activeElement)) return
  element.focus()
  element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
}

interface Copying {
  readonly view: ServiceView
  readonly store: PlaceStore
  readonly tell: (words: string) => void
}

async function copyCommand(verb: ObjectVerb, { view, store, tell }: Copying): Promise<void> {
  const text = objectCommand(view, store.getSnapshot().selection, verb)
  if (text === null)
    return tell(verb === 'logs' ? 'Logs: select a pod, or a Service with a selector' : 'Select a pod, node or slice')
  try {
    await navigator.clipboard.writeText(text)
    tell(`Copied: ${text}`)
  } catch {
    tell(`The browser refused the clipboard: ${text}`)
  }
}

function goToBroken(store: PlaceStore, rows: readonly Row[], step: 1 | -1): void {
  const { service, namespace }: Place = store.getSnapshot()
  const keys = rows
    .filter(row => needsAttention(row) && (namespace === null || row.namespace === namespace))
    .map(({ key }) => key)
  const next = nextOf(keys, service === null ? null : `${service.namespace}/${service.name}`, step)
  const [ns = '', name = ''] = (next ?? '').split('/')
  if (next !== undefined) store.go({ service: { namespace: ns, name }, selection: null, mark: null })
}

function selectLost(store: PlaceStore, { backends, absentPods }: ServiceView, step: 1 | -1): void {
  const lost = backends.filter(backend => isLostState(cellStateOf(backend)))
  const keys = [...lost, ...absentPods].map(({ key }) => key)
  const { selection } = store.getSnapshot()
  const next = nextOf(keys, selection?.kind === 'pod' ? selection.key : null, step)
  if (next !== undefined) store.go({ selection: { kind: 'pod', key: next } })
}
