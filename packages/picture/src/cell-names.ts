import type { ServiceView } from '@slicescope/view'
import { type CellState, cellStateOf } from './cell-state.ts'
import { withoutCode } from './group-members.ts'
import { ABSENT_LABEL, GLYPHS, PUBLISHED_LABEL } from './glyphs.ts'
import type { TokenName } from './tokens.ts'

/** What a card says of its backend, or of a pod that no slice lists. */
export interface CellName {
  readonly name: string
  /** The name without what nearly all of this Service's backends begin with. */
  readonly short: string
  readonly nodeName: string | null
  /** In words: the state where it is not ready, with the pod's reason; else null. */
  readonly trouble: string | null
  readonly troubleToken: TokenName
}

/** Names of all cells of a view, by the key of the backend or the uid of the pod. */
export function cellNames(view: ServiceView): ReadonlyMap<string, CellName> {
  const shared = sharedBeginning([...view.backends, ...view.absentPods, ...view.nearMisses].map(each => each.name))
  const reasons = new Map(view.pods.map(pod => [pod.key, pod.reason]))
  const names = new Map<string, CellName>()
  for (const backend of view.backends) {
    const { key, name, nodeName, published } = backend
    const state = cellStateOf(backend)
    const trouble = troubleOf({ state, published, reason: reasons.get(key) ?? null })
    names.set(key, { name, short: name.slice(shared), nodeName, trouble, troubleToken: GLYPHS[state].text })
  }
  for (const { key, name, nodeName, reason } of view.absentPods) {
    // That it is in no slice stands over it, and its outline says so.
    const trouble = reason ?? ABSENT_LABEL
    names.set(key, { name, short: name.slice(shared), nodeName, trouble, troubleToken: 'text-normal' })
  }
  for (const { key, name, nodeName, difference } of view.nearMisses) {
    const trouble = withoutCode(difference)
    names.set(key, { name, short: name.slice(shared), nodeName, trouble, troubleToken: 'text-warning' })
  }
  return names
}

interface Trouble {
  readonly state: CellState
  readonly published: boolean
  readonly reason: string | null
}

function troubleOf({ state, published, reason }: Trouble): string | null {
  if (state === 'ready') return null
  // Long enough for a card as it is.
  if (published) return PUBLISHED_LABEL
  const words = GLYPHS[state].label
  return state === 'not-ready' && reason ? `${words}, ${reason}` : words
}

/** Length of the beginning that all names share, cut after a hyphen; addresses keep theirs. */
function sharedBeginning(names: readonly string[]): number {
  const first = names[0] ?? ''
  if (names.length < 2) return 0
  let length = first.length
  for (const name of names) while (!name.startsWith(first.slice(0, length))) length -= 1
  return first.slice(0, length).lastIndexOf('-') + 1
}
