import type { ShapePart } from './cell-shape.ts'
import type { DrawingItem, DrawingLayer, DrawingModel, TextRun } from './drawing-model.ts'
import { round } from './path.ts'
import { FONT_FAMILIES, TEXT_STYLES } from './text-styles.ts'
import { type Theme, TOKENS, type TokenName } from './tokens.ts'

/** The picture's file: SVG 1.1 without scripts, styles or anything from elsewhere. The same drawing gives the same text. */
export function toSvg(drawing: DrawingModel, theme: Theme): string {
  const { width, height } = { width: round(drawing.width), height: round(drawing.height) }
  const writer: Writer = { colours: TOKENS[theme], shared: sharedShapes(drawing.layers) }
  const background = `<rect width="${width}" height="${height}" fill="${writer.colours[drawing.background]}"/>`
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${FONT_FAMILIES.sans}">`,
    `<title>${escapeXml(drawing.title)}</title>`,
    `<desc>${escapeXml(drawing.description)}</desc>`,
    `<defs>${[...writer.shared].map(([parts, id]) => `<g id="${id}">${partsSvg(parts, writer)}</g>`).join('')}</defs>`,
    background,
    ...drawing.layers.map(layer => layerSvg(layer, writer)),
    '</svg>',
  ].join('\n')}\n`
}

interface Writer {
  readonly colours: Readonly<Record<TokenName, string>>
  /** Shapes that occur often, and the name each is kept under. */
  readonly shared: ReadonlyMap<readonly ShapePart[], string>
}

/** Glyphs are drawn once and used as often as they occur. */
function sharedShapes(layers: readonly DrawingLayer[]): ReadonlyMap<readonly ShapePart[], string> {
  const counts = new Map<readonly ShapePart[], number>()
  for (const { items } of layers)
    for (const item of items) if (item.kind === 'shape') counts.set(item.parts, (counts.get(item.parts) ?? 0) + 1)
  const often = [...counts].filter(([, count]) => count > 1).map(([parts]) => parts)
  return new Map(often.map((parts, index) => [parts, `s${index + 1}`]))
}

function layerSvg({ kind, x, y, opacity, items }: DrawingLayer, writer: Writer): string {
  const content = items.map(item => itemSvg(item, writer)).join('\n')
  const place = x === 0 && y === 0 ? '' : ` transform="translate(${round(x)} ${round(y)})"`
  const faint = opacity === undefined ? '' : ` opacity="${opacity}"`
  return `<g class="${kind}"${place}${faint}>\n${content}\n</g>`
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

function partsSvg(parts: readonly ShapePart[], { colours }: Writer): string {
  return parts.map(part => partSvg(part, colours[part.token])).join('')
}

function partSvg({ op, d, width, dash, dashOffset }: ShapePart, colour: string): string {
  if (op === 'fill') return `<path d="${d}" fill="${colour}"/>`
  const dashes = dash ? ` stroke-dasharray="${dash.join(' ')}"` : ''
  const offset = dashOffset ? ` stroke-dashoffset="${dashOffset}"` : ''
  return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width ?? 1}"${dashes}${offset}/>`
}

function textSvg({ x, y, anchor, runs }: DrawingItem & { readonly kind: 'text' }, writer: Writer): string {
  const attributes = `x="${round(x)}" y="${round(y)}"${anchor === 'start' ? '' : ` text-anchor="${anchor}"`}`
  const [only] = runs
  if (runs.length === 1 && only)
    return `<text ${attributes}${runAttributes(only, writer)}>${escapeXml(only.text)}</text>`
  const spans = runs.map(each => `<tspan${runAttributes(each, writer)}>${escapeXml(each.text)}</tspan>`)
  return `<text ${attributes} xml:space="preserve">${spans.join('')}</text>`
}

function runAttributes({ style, token }: TextRun, { colours }: Writer): string {
  const { family, size, weight } = TEXT_STYLES[style]
  const mono = family === 'mono' ? ` font-family="${FONT_FAMILIES.mono}" font-variant="no-common-ligatures"` : ''
  return `${mono} font-size="${size}"${weight === 400 ? '' : ` font-weight="${weight}"`} fill="${colours[token]}"`
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
