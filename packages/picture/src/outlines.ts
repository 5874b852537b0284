// Packages that import this file must find the types too, which the package does not bring.
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="./opentype.d.ts" />
import { type OpenTypeFont, parse } from 'opentype.js/dist/opentype.mjs'
import type { GlyphOutline, Outliner } from './outliner.ts'
import { TEXT_STYLES } from './text-styles.ts'

export type { GlyphOutline, Outliner } from './outliner.ts'

/** The faces that texts are drawn in. */
export const FACES = ['sans', 'sansStrong', 'mono', 'monoStrong'] as const
export type Face = (typeof FACES)[number]

/** Files of each face as TTF, OTF or WOFF (not WOFF2): a character is looked for in the first, then in the next. */
export type FaceFiles = Readonly<Record<Face, readonly ArrayBuffer[]>>

/** Above this a text is set in the strong face. */
const STRONG_ABOVE = 550

/** Draws every character by the fonts given, so that a picture needs none where it is shown. */
export function createOutliner(files: FaceFiles): Outliner {
  const fonts = new Map(FACES.map(face => [face, files[face].map(parse)]))
  const known = new Map<string, GlyphOutline>()
  return (style, character) => {
    const { family, weight } = TEXT_STYLES[style]
    const face: Face = weight > STRONG_ABOVE ? `${family}Strong` : family
    const key = `${face} ${character}`
    const outline = known.get(key) ?? outlineOf(fonts.get(face) ?? [], { face, character })
    known.set(key, outline)
    return outline
  }
}

/** Outlines are given for this size, large enough for whole numbers. */
const EM = 1000

interface Wanted {
  readonly face: Face
  readonly character: string
}

/** A character that no font has is drawn as the first font's box: one sees that something stands there. */
function outlineOf(fonts: readonly OpenTypeFont[], { face, character }: Wanted): GlyphOutline {
  const font = fonts.find(each => each.charToGlyph(character).index > 0) ?? fonts[0]
  const id = `${face}-${(character.codePointAt(0) ?? 0).toString(16)}`
  if (font === undefined) return { id, d: '', advance: EM }
  const glyph = font.charToGlyph(character)
  const d = glyph.getPath(0, 0, EM).toPathData({ decimalPlaces: 0, flipY: false })
  return { id, d, advance: Math.round(((glyph.advanceWidth ?? 0) * EM) / font.unitsPerEm) }
}
