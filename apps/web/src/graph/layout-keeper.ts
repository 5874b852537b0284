import { type Grouping, layout, type PositionedGraph } from '@slicescope/picture'
import type { ServiceView } from '@slicescope/view'
import { shareGraph } from './share-graph.ts'
import { heightInSight, homeZoom, LEAST_HOME_ZOOM, roomFor, type Size } from './viewport.ts'

export interface LayoutWish {
  readonly grouping: Grouping | 'auto'
  readonly pane: Size
  readonly openGroups: ReadonlySet<string>
}

/** A change of width moves everything: it must show cells so much larger. */
const WORTH_MOVING = 1.04

/** Lays out one Service's views one after another: what stood somewhere stays there, what is equal stays the same object. */
export class LayoutKeeper {
  #view: ServiceView | null = null
  #wish: LayoutWish | null = null
  #graph: PositionedGraph | null = null
  #width = 0

  /** The same arguments give the same object. */
  layout(view: ServiceView, wish: LayoutWish): PositionedGraph {
    if (this.#graph !== null && view === this.#view && isSameWish(wish, this.#wish)) return this.#graph
    const previous = this.#graph !== null && this.#view?.service.uid === view.service.uid ? this.#graph : null
    const drawn = new Map<number, PositionedGraph>()
    const height = heightInSight(wish.pane)
    // In a pane of another size everything moves; places kept from the old one would only leave holes.
    const kept = previous !== null && isSamePane(wish, this.#wish) ? { previous } : {}
    const draw = (width: number) => {
      const { grouping, openGroups } = wish
      const known = drawn.get(width)
      const graph = known ?? layout(view, { grouping, openGroups, width, height, ...kept })
      drawn.set(width, graph)
      return graph
    }
    if (previous === null || !isSameShape(wish, this.#wish)) {
      const isNew = previous === null || this.#wish?.pane.width !== wish.pane.width
      this.#width = bestWidth({ pane: wish.pane, shown: isNew ? null : this.#width, draw })
    }
    this.#graph = shareGraph(previous, draw(this.#width))
    this.#view = view
    this.#wish = wish
    return this.#graph
  }
}

interface Drawn {
  readonly pane: Size
  /** The width of the picture that is shown; null: none is yet. */
  readonly shown: number | null
  readonly draw: (width: number) => PositionedGraph
}

/**
 * A picture too high for its pane is shown smaller and leaves room beside it: laid out for that room, or a part of it,
 * it may be lower, and so larger in the end.
 */
function bestWidth({ pane, shown, draw }: Drawn): number {
  const zoomAt = (width: number) => homeZoom(draw(width).bounds, pane)
  const own = roomFor(pane)
  const wide = own / LEAST_HOME_ZOOM
  // Names of nodes are worth a slightly smaller picture.
  if (!hasNodes(draw(own)) && hasNodes(draw(wide)) && zoomAt(wide) >= LEAST_HOME_ZOOM - 0.001) return wide
  const zoom = zoomAt(own)
  if (zoom >= 1) return own
  const candidates = [own, own / Math.sqrt(zoom), own / zoom].map(width => ({ width, zoom: zoomAt(width) }))
  const best = candidates.reduce((one, other) => (other.zoom > one.zoom ? other : one))
  return shown === null || best.zoom > zoomAt(shown) * WORTH_MOVING ? best.width : shown
}

function hasNodes({ plan }: PositionedGraph): boolean {
  return plan.sizing.nodes || plan.sizing.style !== 'cells'
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
