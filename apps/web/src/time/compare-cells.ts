import type { BackendFate, Comparison } from '@slicescope/view'

/** What became of a backend: its fate, or that it is as it was. */
export type CellFate = BackendFate | 'ready' | 'not-ready'

export interface CompareCell {
  readonly fate: CellFate
  /** '' for those that are as they were: only their number is known. */
  readonly name: string
  readonly node: string | null
}

export interface CompareZone {
  readonly zone: string | null
  readonly from: { readonly ready: number; readonly total: number }
  readonly to: { readonly ready: number; readonly total: number }
  /** What changed first. */
  readonly cells: readonly CompareCell[]
}

const ORDER: readonly CellFate[] = ['lost', 'gone', 'gained', 'new', 'moved', 'not-ready', 'ready']

/** The backends of each zone with what became of them, those that changed first. */
export function compareZones({ groups, backends }: Comparison): readonly CompareZone[] {
  return groups
    .filter(({ by }) => by === 'zone')
    .map(({ name, from, to }) => {
      const own = backends.filter(({ zone }) => zone === name)
      const changed = own.map(({ fate, name: backend, nodeName }) => ({ fate, name: backend, node: nodeName }))
      const still = own.filter(({ isReady }) => isReady !== null)
      const ready = Math.max(0, to.ready - still.filter(({ isReady }) => isReady === true).length)
      const notReady = Math.max(0, to.total - still.length - ready)
      const cells = [...changed, ...same('not-ready', notReady), ...same('ready', ready)]
      return { zone: name, from, to, cells: cells.toSorted((a, b) => ORDER.indexOf(a.fate) - ORDER.indexOf(b.fate)) }
    })
}

function same(fate: 'ready' | 'not-ready', count: number): readonly CompareCell[] {
  return Array.from({ length: count }, () => ({ fate, name: '', node: null }))
}

/** Word and explanation of each glyph. */
export const FATE_WORDS: Readonly<Record<CellFate, { readonly label: string; readonly explanation: string }>> = {
  lost: { label: 'stopped being ready', explanation: 'Was ready at the earlier moment and is not at the later one.' },
  gone: { label: 'gone', explanation: 'Is not there any more, or is terminating.' },
  gained: { label: 'became ready', explanation: 'Was not ready at the earlier moment and is at the later one.' },
  new: { label: 'new', explanation: 'Was not there at the earlier moment.' },
  moved: { label: 'moved', explanation: 'Has another zone, node or slice.' },
  'not-ready': { label: 'not ready at both', explanation: 'Was not ready at either moment.' },
  ready: { label: 'ready at both', explanation: 'Was ready at both moments.' },
}

export const FATES = ORDER
