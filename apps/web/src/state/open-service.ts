import type { Row, ServiceView } from '@slicescope/view'
import type { Live } from '../stream/live.ts'
import { canBeService } from '../stream/topics-of.ts'

/** What is known of the Service that the page has open. */
export type OpenService =
  | { readonly state: 'opening' }
  /** There is none of that name, and this page saw none. */
  | { readonly state: 'absent' }
  /** The API would refuse a Service of that name. */
  | { readonly state: 'impossible' }
  | { readonly state: 'here'; readonly view: ServiceView }
  /** There is none any more; `view` is its last picture. */
  | { readonly state: 'gone'; readonly view: ServiceView }

const OPENING: OpenService = { state: 'opening' }
const ABSENT: OpenService = { state: 'absent' }
const IMPOSSIBLE: OpenService = { state: 'impossible' }
const known = new WeakMap<ServiceView, { readonly here: OpenService; readonly gone: OpenService }>()

/** The same state gives the same object. */
export function openService({ stream, lastViews }: Live, key: string | null): OpenService {
  const held = key === null ? undefined : stream.services.get(key)
  if (key !== null && !canBeService(key)) return IMPOSSIBLE
  if (key === null || held === undefined) return OPENING
  if (held.value !== null) return statesOf(held.value).here
  const last = lastViews.get(key)
  return last === undefined ? ABSENT : statesOf(last).gone
}

function statesOf(view: ServiceView) {
  const states = known.get(view) ?? { here: { state: 'here', view }, gone: { state: 'gone', view } }
  known.set(view, states)
  return states
}

const NO_ROWS: readonly Row[] = []

/** All rows, in the stream's order. */
export function allRows({ stream }: Live): readonly Row[] {
  return stream.overviews.get('*')?.value.services ?? NO_ROWS
}
