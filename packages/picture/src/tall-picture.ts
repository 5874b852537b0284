import type { ServiceView } from '@slicescope/view'
import type { Caption } from './caption-words.ts'
import { drawing, frameLayers } from './drawing.ts'
import { type DrawingItem, type DrawingModel, run, shortRun, text } from './drawing-model.ts'
import type { PositionedGraph } from './positioned-graph.ts'
import type { Summary } from './summary.ts'
import type { TextStyle } from './text-styles.ts'
import type { TokenName } from './tokens.ts'
import { wrapText } from './text-width.ts'

const MARGIN = 24
const LINE = 20
const SECTION_GAP = 18

/** The picture for a document: the graph, and under it what was found, what changed, and how to see it. */
export function tallPicture(
  graph: PositionedGraph,
  view: ServiceView,
  { caption, summary }: { readonly caption: Caption; readonly summary: Summary },
): DrawingModel {
  const above = drawing(graph, view, caption)
  const inner = above.width - 2 * MARGIN
  const notes = drawNotes(summary, inner)
  const height = above.height + notes.height
  return {
    ...above,
    height,
    layers: [
      ...above.layers.filter(({ kind }) => kind !== 'frame'),
      { kind: 'legend', key: 'notes', x: MARGIN, y: above.height, items: notes.items },
      ...frameLayers(view, above.width, height),
    ],
  }
}

interface Note {
  readonly words: string
  readonly style: TextStyle
  readonly token: TokenName
  readonly indent: number
  readonly lines: number
}

function drawNotes(
  summary: Summary,
  width: number,
): { readonly items: readonly DrawingItem[]; readonly height: number } {
  const items: DrawingItem[] = []
  let y = 0
  const section = (title: string, notes: readonly Note[]) => {
    if (notes.length === 0) return
    items.push(text({ x: 0, y: y + LINE / 2, size: 13 }, run(title, 'title', 'text-strong')))
    y += LINE + 4
    for (const { words, style, token, indent, lines } of notes)
      for (const line of wrapText(words, style, { maxWidth: width - indent, maxLines: lines })) {
        items.push(
          text({ x: indent, y: y + LINE / 2, size: 13 }, shortRun(line, { style, token, maxWidth: width - indent })),
        )
        y += LINE
      }
    y += SECTION_GAP
  }
  section('Findings', summary.findings.map(findingNote))
  section(
    'What changed',
    [
      ...(summary.unchanged === null ? [] : [summary.unchanged]),
      ...summary.changes.slice(0, MOST_CHANGES).map(({ time, text: words }) => `${time}  ${words.replaceAll('`', '')}`),
    ].map(note),
  )
  section(
    'Commands',
    summary.commands.slice(0, MOST_COMMANDS).map(words => ({ ...note(words), style: 'code', lines: 3 })),
  )
  section('Not known', summary.unknown.map(note))
  return { items, height: y }
}

const MOST_CHANGES = 12
const MOST_COMMANDS = 6

function findingNote({ code, title, sentence, causeCertainty }: Summary['findings'][number]): Note {
  return { ...note(`${code} (${causeCertainty})  ${title}: ${sentence.replaceAll('`', '')}`), lines: 4 }
}

function note(words: string): Note {
  return { words, style: 'body', token: 'text-normal', indent: 0, lines: 2 }
}
