import {
  type DrawingItem,
  FONT_FAMILIES,
  type ShapePart,
  TEXT_STYLES,
  type TextRun,
  type Theme,
  TOKENS,
} from '@slicescope/picture'

const paths = new Map<string, Path2D>()
const MOST_PATHS = 4000

/** Glyphs are few and drawn thousands of times: their paths are parsed once. */
function pathOf(d: string): Path2D {
  const known = paths.get(d)
  if (known !== undefined) return known
  if (paths.size > MOST_PATHS) paths.clear()
  const path = new Path2D(d)
  paths.set(d, path)
  return path
}

/** Draws items of the picture's drawing model on a canvas whose unit is a CSS pixel. */
export function paintItems(context: CanvasRenderingContext2D, items: readonly DrawingItem[], theme: Theme): void {
  for (const item of items) {
    if (item.kind === 'text') paintText(context, item, theme)
    else paintShape(context, item, theme)
  }
}

function paintShape(context: CanvasRenderingContext2D, item: DrawingItem & { readonly kind: 'shape' }, theme: Theme) {
  const { x, y, scale, parts } = item
  context.translate(x, y)
  if (scale !== 1) context.scale(scale, scale)
  for (const part of parts) paintPart(context, part, theme)
  if (scale !== 1) context.scale(1 / scale, 1 / scale)
  context.translate(-x, -y)
}

const SOLID: readonly number[] = []

function paintPart(context: CanvasRenderingContext2D, part: ShapePart, theme: Theme): void {
  const colour = TOKENS[theme][part.token]
  const path = pathOf(part.d)
  if (part.op === 'fill') {
    context.fillStyle = colour
    context.fill(path)
    return
  }
  context.strokeStyle = colour
  context.lineWidth = part.width ?? 1
  context.setLineDash([...(part.dash ?? SOLID)])
  context.lineDashOffset = part.dashOffset ?? 0
  context.stroke(path)
}

function paintText(context: CanvasRenderingContext2D, item: DrawingItem & { readonly kind: 'text' }, theme: Theme) {
  const widths = item.runs.map(run => measure(context, run))
  const whole = widths.reduce((sum, width) => sum + width, 0)
  let x = item.x - (item.anchor === 'end' ? whole : item.anchor === 'middle' ? whole / 2 : 0)
  for (const [index, run] of item.runs.entries()) {
    context.font = fontOf(run)
    context.fillStyle = TOKENS[theme][run.token]
    context.fillText(run.text, x, item.y)
    x += widths[index] ?? 0
  }
}

function measure(context: CanvasRenderingContext2D, run: TextRun): number {
  context.font = fontOf(run)
  return context.measureText(run.text).width
}

/** As the canvas takes it. */
export function fontOf({ style }: Pick<TextRun, 'style'>): string {
  const { family, size, weight } = TEXT_STYLES[style]
  return `${weight} ${size}px ${FONT_FAMILIES[family]}`
}
