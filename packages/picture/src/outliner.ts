import type { TextStyle } from './text-styles.ts'

/** The outline of one character. */
export interface GlyphOutline {
  /** Names it among all faces and characters: letters, digits and a dash. */
  readonly id: string
  /** A path in thousandths of the size, the origin on the baseline, y downwards; empty for a space. */
  readonly d: string
  /** How far the next character stands, in thousandths of the size. */
  readonly advance: number
}

/** The outline of a character in a style. */
export type Outliner = (style: TextStyle, character: string) => GlyphOutline
