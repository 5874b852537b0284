import type { SliceView } from '@slicescope/view'
import { SLICE_WIDTH } from './measures.ts'
import { capacityOf } from './place-slices.ts'
import { SLICE_GRID_KEY, type SliceGrid } from './positioned-graph.ts'
import type { SliceTally } from './slice-tallies.ts'

const PADDING = 12
const HEADER = 40
const LINE = 17
const INNER = SLICE_WIDTH - 2 * PADDING

/** All slices as one block at 0,0: a tile each, and the names of the worst three. */
export function placeSliceGrid(slices: readonly SliceView[], tallies: ReadonlyMap<string, SliceTally>): SliceGrid {
  const perRow = slices.length <= 48 ? 6 : slices.length <= 128 ? 8 : slices.length <= 400 ? 12 : 20
  const gap = perRow > 8 ? 2 : 4
  const side = (INNER + gap) / perRow - gap
  const tiles = slices.map((slice, index) => ({
    key: slice.key,
    name: slice.name,
    fill: slice.endpointCount,
    capacity: capacityOf(slice),
    lost: tallies.get(slice.key)?.lost ?? 0,
    x: PADDING + (index % perRow) * (side + gap),
    y: HEADER + Math.floor(index / perRow) * (side + gap),
    width: side,
    height: side,
  }))
  const below = HEADER + Math.ceil(slices.length / perRow) * (side + gap) - gap + PADDING
  const worst = worstOf(tiles).map(({ key, name, lost, fill }, index) => ({
    key,
    name,
    lost,
    fill,
    y: below + LINE / 2 + index * LINE,
  }))
  return {
    key: SLICE_GRID_KEY,
    x: 0,
    y: 0,
    width: SLICE_WIDTH,
    // Room for the worst is kept also while there are none, so that a loss moves nothing.
    height: below + 3 * LINE + PADDING / 2,
    entries: slices.reduce((sum, slice) => sum + slice.endpointCount, 0),
    lost: tiles.reduce((sum, tile) => sum + tile.lost, 0),
    tiles,
    worst,
  }
}

function worstOf<Tile extends { readonly lost: number }>(tiles: readonly Tile[]): readonly Tile[] {
  return tiles
    .filter(tile => tile.lost > 0)
    .toSorted((a, b) => b.lost - a.lost)
    .slice(0, 3)
}
