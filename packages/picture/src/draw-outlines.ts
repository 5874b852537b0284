import type { TextRun } from './drawing-model.ts'
import type { GlyphOutline, Outliner } from './outliner.ts'
import { round } from './path.ts'
import { TEXT_STYLES } from './text-styles.ts'

/** A line of text as outlines; where each run begins, from the line's start. */
export interface OutlinedRun {
  readonly run: TextRun
  readonly x: number
  readonly glyphs: readonly { readonly outline: GlyphOutline; readonly x: number }[]
}

export interface OutlinedLine {
  readonly runs: readonly OutlinedRun[]
  readonly width: number
}

/** Where the characters of a line stand; x of glyphs in thousandths of their run's size. */
export function outlineLine(runs: readonly TextRun[], outliner: Outliner): OutlinedLine {
  let x = 0
  const outlined = runs.map(run => {
    const start = x
    let at = 0
    const glyphs = Array.from(run.text, character => {
      const outline = outliner(run.style, character)
      const glyph = { outline, x: at }
      at += outline.advance
      return glyph
    })
    x += (at * TEXT_STYLES[run.style].size) / 1000
    return { run, x: start, glyphs: glyphs.filter(({ outline }) => outline.d !== '') }
  })
  return { runs: outlined, width: round(x) }
}
