import { TEXT_STYLES, type TextStyle } from './text-styles.ts'

/**
 * Advances of the printable ASCII characters of Inter in thousandths of the size, measured in Chromium; digits as wide
 * as tabular figures are, since numbers may be set so. What is not in the table counts as WIDE, so that a text is never
 * taken for narrower than it is.
 */
const REGULAR = [
  281, 288, 466, 633, 642, 982, 644, 300, 365, 365, 501, 662, 288, 460, 288, 360, 620, 620, 620, 620, 646, 620, 620,
  620, 620, 620, 288, 302, 662, 662, 662, 511, 966, 690, 654, 730, 722, 601, 590, 746, 743, 269, 571, 672, 565, 903,
  753, 765, 639, 765, 644, 642, 646, 744, 690, 985, 682, 679, 629, 365, 360, 365, 471, 456, 323, 562, 612, 571, 612,
  583, 370, 613, 591, 242, 242, 549, 242, 876, 591, 600, 612, 612, 376, 528, 327, 591, 562, 818, 546, 562, 552, 426,
  333, 426, 662,
] as const
const STRONG = [
  244, 330, 537, 646, 653, 1010, 667, 333, 375, 375, 549, 676, 326, 467, 326, 384, 650, 650, 650, 650, 671, 650, 650,
  650, 650, 650, 326, 336, 676, 676, 676, 551, 1008, 737, 661, 738, 722, 606, 587, 750, 746, 279, 582, 711, 565, 927,
  761, 770, 646, 775, 655, 653, 664, 734, 737, 1029, 729, 722, 658, 375, 384, 375, 484, 473, 358, 577, 627, 585, 627,
  594, 394, 629, 618, 267, 267, 575, 267, 906, 617, 611, 627, 627, 402, 555, 360, 618, 593, 845, 575, 595, 569, 462,
  365, 462, 676,
] as const
const MONO_ADVANCE = 600
const WIDE = 1000
const NARROW_MARKS = new Map([
  ['…', 900],
  ['·', 330],
  ['–', 720],
  ['—', 960],
  ['’', 330],
  ['“', 540],
  ['”', 540],
])
const FIRST = 32

/** How wide a text is at most, in px. */
export function textWidth(text: string, style: TextStyle): number {
  const { family, size, weight } = TEXT_STYLES[style]
  const table = weight > 500 ? STRONG : REGULAR
  let thousandths = 0
  for (const character of text)
    thousandths += family === 'mono' ? monoAdvance(character) : sansAdvance(character, table)
  return (thousandths * size) / 1000
}

/** The text itself if it fits, else its beginning and its end around an ellipsis; the end tells pods apart. */
export function ellipsizeMiddle(text: string, style: TextStyle, maxWidth: number): string {
  if (textWidth(text, style) <= maxWidth) return text
  const characters = Array.from(text)
  let kept = characters.length - 1
  while (kept > 1 && textWidth(around(characters, kept), style) > maxWidth) kept -= 1
  return kept > 1 || textWidth(around(characters, kept), style) <= maxWidth ? around(characters, kept) : '…'
}

/** Lines of at most `maxWidth`, broken at spaces and after hyphens and dots; what is left over ends the last line, shortened. */
export function wrapText(text: string, style: TextStyle, { maxWidth, maxLines }: Wrap): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of text.split(/(?<=[\s\-./])/)) {
    const fits = textWidth((line + piece).trimEnd(), style) <= maxWidth
    if (fits || line === '' || lines.length === maxLines - 1) line += piece
    else {
      lines.push(line.trimEnd())
      line = piece
    }
  }
  return [...lines, line.trimEnd()].map(each => ellipsizeMiddle(each, style, maxWidth))
}

export interface Wrap {
  readonly maxWidth: number
  readonly maxLines: number
}

function around(characters: readonly string[], kept: number): string {
  const head = Math.ceil(kept / 2)
  const tail = kept - head
  return `${characters.slice(0, head).join('')}…${tail === 0 ? '' : characters.slice(-tail).join('')}`
}

function monoAdvance(character: string): number {
  return (character.codePointAt(0) ?? 0) < 0x1100 || character === '…' ? MONO_ADVANCE : WIDE
}

function sansAdvance(character: string, table: readonly number[]): number {
  return table[(character.codePointAt(0) ?? 0) - FIRST] ?? NARROW_MARKS.get(character) ?? WIDE
}
