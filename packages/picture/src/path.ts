/** Builders of path strings that Path2D and SVG read alike; numbers have at most two decimals. */
export interface Point {
  readonly x: number
  readonly y: number
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export function round(value: number): number {
  return Math.round(value * 100) / 100 || 0
}

/** A full circle around 0,0. */
export function circle(radius: number): string {
  const r = round(radius)
  return `M${-r} 0A${r} ${r} 0 1 1 ${r} 0A${r} ${r} 0 1 1 ${-r} 0Z`
}

/** Straight strokes, each from its first to its second point. */
export function strokes(lines: readonly (readonly [number, number, number, number])[]): string {
  return lines.map(([x1, y1, x2, y2]) => `M${round(x1)} ${round(y1)}L${round(x2)} ${round(y2)}`).join('')
}

export function polygon(points: readonly (readonly [number, number])[]): string {
  return `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}Z`
}

export function roundedBox({ x, y, width, height }: Box, radius: number): string {
  const r = round(Math.max(0, Math.min(radius, width / 2, height / 2)))
  const [left, top, right, bottom] = [round(x), round(y), round(x + width), round(y + height)]
  if (r === 0) return `M${left} ${top}H${right}V${bottom}H${left}Z`
  const arc = (toX: number, toY: number) => `A${r} ${r} 0 0 1 ${round(toX)} ${round(toY)}`
  return (
    `M${round(left + r)} ${top}H${round(right - r)}${arc(right, top + r)}V${round(bottom - r)}${arc(right - r, bottom)}` +
    `H${round(left + r)}${arc(left, bottom - r)}V${round(top + r)}${arc(left + r, top)}Z`
  )
}

/** A line through points that lie level or upright to each other, with rounded corners. */
export function orthogonal(points: readonly Point[], radius: number): string {
  const corners = withoutStraight(points)
  const parts = corners.map((point, index) => {
    const before = corners[index - 1]
    const after = corners[index + 1]
    if (!before) return `M${round(point.x)} ${round(point.y)}`
    if (!after) return `L${round(point.x)} ${round(point.y)}`
    return corner({ before, point, after }, radius)
  })
  return parts.join('')
}

/** Length of the line that `orthogonal` draws, corners taken as square. */
export function squareLength(points: readonly Point[]): number {
  return points.reduce((sum, point, index) => {
    const before = points[index - 1] ?? point
    return sum + Math.abs(point.x - before.x) + Math.abs(point.y - before.y)
  }, 0)
}

function withoutStraight(points: readonly Point[]): readonly Point[] {
  return points.filter((point, index) => {
    const before = points[index - 1]
    const after = points[index + 1]
    if (!before || !after) return true
    const level = before.y === point.y && point.y === after.y
    const upright = before.x === point.x && point.x === after.x
    return !level && !upright
  })
}

interface Corner {
  readonly before: Point
  readonly point: Point
  readonly after: Point
}

function corner({ before, point, after }: Corner, radius: number): string {
  const r = Math.min(radius, distance(before, point) / 2, distance(point, after) / 2)
  const enter = towards(point, before, r)
  const leave = towards(point, after, r)
  return `L${round(enter.x)} ${round(enter.y)}Q${round(point.x)} ${round(point.y)} ${round(leave.x)} ${round(leave.y)}`
}

function distance(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y)
}

function towards(from: Point, to: Point, length: number): Point {
  const whole = distance(from, to)
  if (whole === 0) return from
  return { x: from.x + ((to.x - from.x) * length) / whole, y: from.y + ((to.y - from.y) * length) / whole }
}
