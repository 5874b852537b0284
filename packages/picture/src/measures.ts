/** Measures of the graph in px that more than one part of it needs. */
export const TOP = 36
export const SERVICE_WIDTH = 120
export const SLICES_X = 148
export const SLICE_WIDTH = 208
export const SLICES_RIGHT = SLICES_X + SLICE_WIDTH
/** Between groups, both ways. */
export const GROUP_GAP = 24
/** A group of four node boxes. */
export const GROUP_WIDTH = 444
/** Slices above this number fold into a grid. */
export const MAX_SLICE_CARDS = 12
/** Groups that have a row of their own in a slice card; above, the worst three have one. */
export const MAX_SLICE_ROWS = 6

/** Narrower pictures leave the Service's card, whose words stand elsewhere too, out of sight at their left. */
const FULL_WIDTH = 748
/** Room for the edges that come from the card. */
const STUB = 8

/** Where the part of a picture that is meant to be in sight begins. */
export function leftInSight(width: number): number {
  return width < FULL_WIDTH ? SLICES_X - STUB : 0
}

/** Room for one lane a group beside the lanes of losses. It depends on the number of groups alone, so that no loss moves one. */
export function gutterWidth(groups: number): number {
  return groups <= 3 ? 56 : groups <= 6 ? 72 : 88
}

export function groupsLeft(groups: number): number {
  return SLICES_RIGHT + gutterWidth(groups)
}
