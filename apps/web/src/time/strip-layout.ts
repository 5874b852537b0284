/** px: marks and their words stand over the area, the axis under it. */
export const LABELS = 18
export const AXIS = 18
const AREA = { tall: 44, short: 28 }
const LANE = 18
/** More are drawn as one. */
export const MOST_LANES = 8

export interface StripLayout {
  readonly width: number
  readonly height: number
  /** Where time is drawn. */
  readonly left: number
  readonly plotWidth: number
  /** One of all backends, or one a zone; '' as a name where it has none, null for all. */
  readonly lanes: readonly { readonly zone: string | null; readonly top: number; readonly height: number }[]
  readonly bottom: number
}

interface Asked {
  readonly width: number
  readonly zones: readonly string[]
  readonly byZone: boolean
  readonly isNarrow: boolean
  /** There is little room under the picture. */
  readonly isShort: boolean
}

export function stripLayout({ width, zones, byZone, isNarrow, isShort }: Asked): StripLayout {
  const isLanes = byZone && zones.length > 0 && zones.length <= MOST_LANES
  const left = isLanes ? 64 : 38
  const area = isShort ? AREA.short : AREA.tall
  const right = isNarrow ? 14 : 78
  const lanes = isLanes
    ? zones.map((zone, index) => ({ zone, top: LABELS + index * LANE, height: LANE - 5 }))
    : [{ zone: null, top: LABELS, height: area }]
  const last = lanes.at(-1)
  const bottom = (last?.top ?? LABELS) + (last?.height ?? area)
  return { width, height: bottom + AXIS, left, plotWidth: Math.max(40, width - left - right), lanes, bottom }
}
