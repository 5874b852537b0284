import { type Marked, markedBy, quietlyMarked } from '@slicescope/picture'
import type { ServiceView } from '@slicescope/view'
import { usePlace, useSpotlight } from '../state/stores.ts'
import { answeredBackends } from '../questions/answered-backends.ts'
import { useFrom } from '../questions/use-from.ts'
import type { Place, Selection } from '../url/place.ts'
import { placeWords } from '../words/from-words.ts'
import { litBackends } from './lit.ts'

/** What stands out in the picture. */
export interface Light {
  /** Backends and absent pods; null: none more than others. */
  readonly lit: ReadonlySet<string> | null
  /** Slices likewise. */
  readonly litSlices: ReadonlySet<string> | null
  /** What a finding names. */
  readonly marked: Marked | null
  /** Whether that finding is pointed at; else it is the first one, and its mark is quiet. */
  readonly isLoud: boolean
  /** What the address holds of it, in words, and the change that ends it. */
  readonly note: { readonly text: string; readonly end: Partial<Place> } | null
}

/** A selection comes first, then the finding that is pointed at or marked, then "from here". */
export function useLight(view: ServiceView, selection: Selection | null): Light {
  const { mark, from } = usePlace()
  const pointed = useSpotlight()
  const answering = useFrom(view)
  const selected = litBackends(view, selection)
  const finding = selected === null ? view.findings.find(({ code }) => code === (pointed ?? mark)) : undefined
  if (finding !== undefined) {
    const marked = markedBy(view, finding)
    return {
      lit: marked.cells.size > 0 ? marked.cells : null,
      litSlices: marked.slices.size > 0 ? marked.slices : null,
      marked,
      isLoud: true,
      note: finding.code === mark ? { text: `marked: ${finding.title}`, end: { mark: null } } : null,
    }
  }
  return {
    lit: selected ?? (answering === null ? null : answeredBackends(view, answering)),
    litSlices: selection?.kind === 'slice' ? new Set([selection.key]) : null,
    marked: quietlyMarked(view),
    isLoud: false,
    note: selected === null ? plainNote(mark, from) : null,
  }
}

/** A link may outlive its finding: that nothing is marked is said too. */
function plainNote(mark: string | null, from: Place['from']): Light['note'] {
  if (from !== null) return { text: `who answers clients ${placeWords(from)}`, end: { from: null } }
  return mark === null ? null : { text: `nothing marked: no finding ${mark} here`, end: { mark: null } }
}
