import { type Grouping, layout, type PositionedGraph } from '@slicescope/picture'
import type { ServiceView } from '@slicescope/view'
import { shareGraph } from './share-graph.ts'

export interface LayoutWish {
  readonly grouping: Grouping | 'auto'
  readonly width: number
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
    const previous = this.#graph !== null && this.#view?.service.uid === view.service.uid ? this.#graph : null
    const fresh = layout(view, previous === null ? wish : { ...wish, previous })
    this.#graph = shareGraph(previous, fresh)
    this.#view = view
    this.#wish = wish
    return this.#graph
  }
}

function isSameWish(a: LayoutWish, b: LayoutWish | null): boolean {
  return b !== null && a.grouping === b.grouping && a.width === b.width && a.openGroups === b.openGroups
}
