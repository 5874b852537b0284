import { type Grouping, layout, type PositionedGraph } from '@slicescope/picture'
import type { ServiceView } from '@slicescope/view'
import { shareGraph } from './share-graph.ts'
import { heightInSight, roomFor, type Size } from './viewport.ts'

export interface LayoutWish {
  readonly grouping: Grouping | 'auto'
  readonly pane: Size
  readonly openGroups: ReadonlySet<string>
}

/** Lays out one Service's views one after another: what stood somewhere stays there, what is equal stays the same object. */
export class LayoutKeeper {
  #view: ServiceView | null = null
  #wish: LayoutWish | null = null
  #graph: PositionedGraph | null = null

  /** The same arguments give the same object. */
  layout(view: ServiceView, wish: LayoutWish): PositionedGraph {
    if (this.#graph !== null && view === this.#view && isSameWish(wish, this.#wish)) return this.#graph
    const previous = this.#graph !== null && isOneStory(view, this.#view) ? this.#graph : null
    const height = heightInSight(wish.pane)
    // In a pane of another size everything moves; places kept from the old one would only leave holes.
    const kept = previous !== null && isSamePane(wish, this.#wish) ? { previous } : {}
    const { grouping, openGroups } = wish
    const width = roomFor(wish.pane)
    this.#graph = shareGraph(previous, layout(view, { grouping, openGroups, width, height, ...kept }))
    this.#view = view
    this.#wish = wish
    return this.#graph
  }
}

/** Whether one followed from the other: from now to the past and back is a jump, after which kept places would leave holes. */
function isOneStory(view: ServiceView, before: ServiceView | null): boolean {
  return before?.service.uid === view.service.uid && before.freshness.moment === view.freshness.moment
}

/** Whether it is to fit the same pane by the same groups. */
function isSameShape({ pane, grouping }: LayoutWish, before: LayoutWish | null): boolean {
  if (before === null || before.grouping !== grouping) return false
  return isSamePane({ pane }, before)
}

function isSamePane({ pane }: Pick<LayoutWish, 'pane'>, before: LayoutWish | null): boolean {
  return before !== null && before.pane.width === pane.width && before.pane.height === pane.height
}

function isSameWish(a: LayoutWish, b: LayoutWish | null): boolean {
  return b !== null && isSameShape(a, b) && a.openGroups === b.openGroups
}
