import type { ShapePart } from './cell-shape.ts'
import { type Box, roundedBox } from './path.ts'
import type { TextStyle } from './text-styles.ts'
import { visible } from '@slicescope/view/text'
import { ellipsizeMiddle } from './text-width.ts'
import type { TokenName } from './tokens.ts'

/** A piece of a line of text in one style and colour. */
export interface TextRun {
  readonly text: string
  readonly style: TextStyle
  readonly token: TokenName
}

/** Paths moved to x,y, and scaled. */
export interface ShapeItem {
  readonly kind: 'shape'
  readonly x: number
  readonly y: number
  readonly scale: number
  readonly parts: readonly ShapePart[]
}

/** One line of text with its baseline at y. */
export interface TextItem {
  readonly kind: 'text'
  readonly x: number
  readonly y: number
  readonly anchor: 'start' | 'middle' | 'end'
  readonly runs: readonly TextRun[]
}

/** What is drawn. */
export type DrawingItem = ShapeItem | TextItem

/** A part of the picture with an origin of its own; what a selection on the page corresponds to. */
export interface DrawingLayer {
  readonly kind:
    | 'frame'
    | 'caption'
    | 'heading'
    | 'edge'
    | 'service'
    | 'slice'
    | 'slice-grid'
    | 'group'
    | 'placeholder'
    | 'mark'
    | 'legend'
  readonly key: string
  readonly x: number
  readonly y: number
  /** Below 1: it steps back. */
  readonly opacity?: number
  readonly items: readonly DrawingItem[]
}

/** A whole picture: what the page draws and what its file holds. */
export interface DrawingModel {
  readonly width: number
  readonly height: number
  /** How many pixels of its file one of its own is; 1 where it is left out. */
  readonly scale?: number
  readonly background: TokenName
  readonly layers: readonly DrawingLayer[]
  /** For the file's own title and description, which readers and search find. */
  readonly title: string
  readonly description: string
}

export function shape(x: number, y: number, parts: readonly ShapePart[], scale = 1): ShapeItem {
  return { kind: 'shape', x, y, scale, parts }
}

export interface BoxLook {
  readonly fill?: TokenName
  readonly stroke?: TokenName
  readonly width?: number
  readonly radius?: number
  readonly dash?: readonly number[]
}

/** A box with its border inside, so that it stays within its measures. */
export function box({ x, y, width, height }: Box, look: BoxLook): DrawingItem {
  const line = look.stroke ? (look.width ?? 1) : 0
  const inside = { x: line / 2, y: line / 2, width: width - line, height: height - line }
  const d = roundedBox(inside, Math.max(0, (look.radius ?? 8) - line / 2))
  const fill: readonly ShapePart[] = look.fill ? [{ op: 'fill', d, token: look.fill }] : []
  const dash = look.dash ? { dash: look.dash } : {}
  const stroke: readonly ShapePart[] = look.stroke
    ? [{ op: 'stroke', d, token: look.stroke, width: line, ...dash }]
    : []
  return shape(x, y, [...fill, ...stroke])
}

/** A level line of `thickness` px from x to x + width, its middle at y. */
export function bar(
  { x, y, width }: { x: number; y: number; width: number },
  thickness: number,
  token: TokenName,
): DrawingItem {
  const d = roundedBox({ x: 0, y: -thickness / 2, width: Math.max(0, width), height: thickness }, thickness < 4 ? 0 : 1)
  return shape(x, y, [{ op: 'fill', d, token }])
}

/** A part of the size that lies between the middle of a line and its baseline. */
export const BASELINE = 0.36

export interface TextPlace {
  readonly x: number
  /** The middle of the line. */
  readonly y: number
  /** Size of the style that sits in the middle. */
  readonly size: number
  readonly anchor?: 'start' | 'middle' | 'end'
}

export function text({ x, y, size, anchor = 'start' }: TextPlace, ...runs: readonly TextRun[]): DrawingItem {
  return { kind: 'text', x, y: y + size * BASELINE, anchor, runs }
}

/** Names come from the cluster: nothing in them hides, or turns the text around. */
export function run(content: string, style: TextStyle, token: TokenName): TextRun {
  return { text: visible(content), style, token }
}

/** A run that is never wider than `maxWidth`. */
export function shortRun(
  content: string,
  { style, token, maxWidth }: { style: TextStyle; token: TokenName; maxWidth: number },
): TextRun {
  return { text: ellipsizeMiddle(visible(content), style, maxWidth), style, token }
}
