import type { ShapePart } from './cell-shape.ts'
import { outlineLine } from './draw-outlines.ts'
import type { DrawingItem, DrawingLayer, DrawingModel, ShapeItem, TextItem, TextRun } from './drawing-model.ts'
import type { GlyphOutline, Outliner } from './outliner.ts'
import { round } from './path.ts'
import { radiusOfCircle, repeatPath } from './repeated-path.ts'
import { FONT_FAMILIES, TEXT_STYLES } from './text-styles.ts'
import { type Theme, TOKENS, type TokenName } from './tokens.ts'

export interface SvgOptions {
  /** Texts become outlines, so that they look alike everywhere; without it they need the fonts where they are shown. */
  readonly outliner?: Outliner
}

/** The picture's file: SVG 1.1 without scripts, styles or anything from elsewhere. The same drawing gives the same text. */
export function toSvg(drawing: DrawingModel, theme: Theme, { outliner }: SvgOptions = {}): string {
  const { width, height, scale = 1 } = drawing
  const size = `width="${round(width * scale)}" height="${round(height * scale)}" `
  return svgText(drawing, size, writerOf(drawing, { colour: token => TOKENS[theme][token], outliner, prefix: '' }))
}

interface InlineOptions extends SvgOptions {
  /** Letters and digits: the pictures of one document keep their names apart. */
  readonly prefix: string
}

/** The picture as a part of an HTML document, whose style says its size and, as custom properties named after the tokens, its colors. */
export function toInlineSvg(drawing: DrawingModel, { outliner, prefix }: InlineOptions): string {
  return svgText(drawing, '', writerOf(drawing, { colour: token => `var(--${token})`, outliner, prefix: `${prefix}-` }))
}

/** `--surface-page:#f4f6f8;...`: what pictures within a document take their colors from. */
export function tokenProperties(theme: Theme): string {
  return Object.entries(TOKENS[theme])
    .map(([token, colour]) => `--${token}:${colour}`)
    .join(';')
}

function svgText(drawing: DrawingModel, size: string, writer: Writer): string {
  const [w, h] = [round(drawing.width), round(drawing.height)]
  // Layers come first, for they tell which glyphs are wanted.
  const layers = drawing.layers.map(layer => layerSvg(layer, writer))
  const shapes = [...writer.shared].map(([parts, id]) => `<g id="${id}">${partsSvg(parts, writer)}</g>`)
  const glyphs = [...writer.glyphs.values()].map(({ id, d }) => `<path id="${writer.prefix}${id}" d="${d}"/>`)
  const fonts = writer.outliner === null ? ` font-family="${FONT_FAMILIES.sans}"` : ''
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" ${size}viewBox="0 0 ${w} ${h}" role="img"${fonts}>`,
    `<title>${escapeXml(drawing.title)}</title>`,
    `<desc>${escapeXml(drawing.description)}</desc>`,
    `<defs>${shapes.join('')}${glyphs.join('')}</defs>`,
    `<rect width="${w}" height="${h}" fill="${writer.colour(drawing.background)}"/>`,
    ...layers,
    '</svg>',
  ].join('\n')}\n`
}

type Colour = (token: TokenName) => string

interface Writer {
  readonly colour: Colour
  /** Before the names of what is kept. */
  readonly prefix: string
  /** Shapes that occur often, and the name each is kept under. */
  readonly shared: ReadonlyMap<readonly ShapePart[], string>
  readonly outliner: Outliner | null
  /** Outlines that were used so far. */
  readonly glyphs: Map<string, GlyphOutline>
}

interface WriterOptions {
  readonly colour: Colour
  readonly outliner: Outliner | undefined
  readonly prefix: string
}

function writerOf({ layers }: DrawingModel, { colour, outliner, prefix }: WriterOptions): Writer {
  return { colour, prefix, shared: sharedShapes(layers, prefix), outliner: outliner ?? null, glyphs: new Map() }
}

/** Glyphs that stand alone are drawn once and used as often as they occur. */
function sharedShapes(layers: readonly DrawingLayer[], prefix: string): ReadonlyMap<readonly ShapePart[], string> {
  const counts = new Map<readonly ShapePart[], number>()
  for (const { items } of layers)
    for (const [item, ...more] of runsOf(items))
      if (item?.kind === 'shape' && more.length === 0) counts.set(item.parts, (counts.get(item.parts) ?? 0) + 1)
  const often = [...counts].filter(([, count]) => count > 1).map(([parts]) => parts)
  return new Map(often.map((parts, index) => [parts, `${prefix}s${index + 1}`]))
}

function layerSvg({ kind, x, y, opacity, items }: DrawingLayer, writer: Writer): string {
  const content = runsOf(items)
    .map(run => runSvg(run, writer))
    .join('\n')
  const place = x === 0 && y === 0 ? '' : ` transform="translate(${round(x)} ${round(y)})"`
  const faint = opacity === undefined ? '' : ` opacity="${opacity}"`
  return `<g class="${kind}"${place}${faint}>\n${content}\n</g>`
}

/** Items that follow each other and differ in their place alone are one run; all others are runs of one. */
function runsOf(items: readonly DrawingItem[]): readonly (readonly DrawingItem[])[] {
  const runs: DrawingItem[][] = []
  for (const item of items) {
    const run = runs.at(-1)
    const last = run?.[0]
    if (run !== undefined && last !== undefined && isAlike(last, item)) run.push(item)
    else runs.push([item])
  }
  return runs
}

function isAlike(a: DrawingItem, b: DrawingItem): boolean {
  return a.kind === 'shape' && b.kind === 'shape' && a.parts === b.parts && a.scale === 1 && b.scale === 1
}

/** A path for each part of a shape, wherever it stands: thousands of elements cost more than one that is long. */
function runSvg(run: readonly DrawingItem[], writer: Writer): string {
  const [first] = run
  if (first === undefined) return ''
  if (run.length === 1 || first.kind !== 'shape') return itemSvg(first, writer)
  const places = run.filter((item): item is ShapeItem => item.kind === 'shape')
  return first.parts.map(part => repeatedSvg(part, places, writer)).join('')
}

function repeatedSvg(part: ShapePart, places: readonly ShapeItem[], { colour }: Writer): string {
  const radius = part.op === 'fill' ? radiusOfCircle(part.d) : null
  if (radius === null) return partSvg({ ...part, d: repeatPath(part.d, places) }, colour(part.token))
  // A line of no length with round ends is a circle, in a tenth of the text.
  return `<path d="${repeatPath('M0 0H0', places)}" fill="none" stroke="${colour(part.token)}" stroke-width="${round(2 * radius)}" stroke-linecap="round"/>`
}

function itemSvg(item: DrawingItem, writer: Writer): string {
  if (item.kind === 'text') return textSvg(item, writer)
  const id = writer.shared.get(item.parts)
  if (id !== undefined && item.scale === 1) return `<use href="#${id}" x="${round(item.x)}" y="${round(item.y)}"/>`
  const scale = item.scale === 1 ? '' : ` scale(${round(item.scale)})`
  const moved = item.x !== 0 || item.y !== 0 || scale !== ''
  const content = partsSvg(item.parts, writer)
  return moved ? `<g transform="translate(${round(item.x)} ${round(item.y)})${scale}">${content}</g>` : content
}

function partsSvg(parts: readonly ShapePart[], { colour }: Writer): string {
  return parts.map(part => partSvg(part, colour(part.token))).join('')
}

function partSvg({ op, d, width, dash, dashOffset }: ShapePart, colour: string): string {
  if (op === 'fill') return `<path d="${d}" fill="${colour}"/>`
  const dashes = dash ? ` stroke-dasharray="${dash.join(' ')}"` : ''
  const offset = dashOffset ? ` stroke-dashoffset="${dashOffset}"` : ''
  return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width ?? 1}"${dashes}${offset}/>`
}

const ANCHOR_SHARE = { start: 0, middle: 0.5, end: 1 } as const

function outlinesSvg({ x, y, anchor, runs }: TextItem, writer: Writer, outliner: Outliner): string {
  const line = outlineLine(runs, outliner)
  const left = x - line.width * ANCHOR_SHARE[anchor]
  return line.runs
    .map(({ run, x: at, glyphs }) => {
      for (const { outline } of glyphs) writer.glyphs.set(outline.id, outline)
      const uses = glyphs.map(
        glyph => `<use href="#${writer.prefix}${glyph.outline.id}"${glyph.x === 0 ? '' : ` x="${glyph.x}"`}/>`,
      )
      const scale = TEXT_STYLES[run.style].size / 1000
      return `<g transform="translate(${round(left + at)} ${round(y)}) scale(${scale})" fill="${writer.colour(run.token)}">${uses.join('')}</g>`
    })
    .join('')
}

function textSvg({ x, y, anchor, runs }: TextItem, writer: Writer): string {
  if (writer.outliner !== null) return outlinesSvg({ kind: 'text', x, y, anchor, runs }, writer, writer.outliner)
  const attributes = `x="${round(x)}" y="${round(y)}"${anchor === 'start' ? '' : ` text-anchor="${anchor}"`}`
  const [only] = runs
  if (runs.length === 1 && only)
    return `<text ${attributes}${runAttributes(only, writer)}>${escapeXml(only.text)}</text>`
  const spans = runs.map(each => `<tspan${runAttributes(each, writer)}>${escapeXml(each.text)}</tspan>`)
  return `<text ${attributes} xml:space="preserve">${spans.join('')}</text>`
}

function runAttributes({ style, token }: TextRun, { colour }: Writer): string {
  const { family, size, weight } = TEXT_STYLES[style]
  const mono = family === 'mono' ? ` font-family="${FONT_FAMILIES.mono}" font-variant="no-common-ligatures"` : ''
  return `${mono} font-size="${size}"${weight === 400 ? '' : ` font-weight="${weight}"`} fill="${colour(token)}"`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Text as XML takes it: markup escaped, and what XML forbids replaced. */
export function escapeXml(content: string): string {
  return content
    .toWellFormed()
    .replace(/[&<>"']/g, character => ENTITIES[character] ?? character)
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
}
