import type { ServiceView } from '@slicescope/view'
import { box, type DrawingItem, run, shape, shortRun, text } from './drawing-model.ts'
import { formatCount } from './headings.ts'
import type { Box } from './path.ts'
import type { ColumnHeading, Placeholder } from './positioned-graph.ts'
import { SERVICE_PADDING, serviceCard } from './service-card.ts'
import { textWidth } from './text-width.ts'

/** The Service's card at 0,0: who it is, and how many answer. */
export function drawService(view: ServiceView, { width, height }: Box): readonly DrawingItem[] {
  const card = serviceCard(view.service)
  const inner = width - 2 * SERVICE_PADDING
  return [
    box({ x: 0, y: 0, width, height }, { fill: 'surface-card', stroke: 'accent', width: 1.5 }),
    ...card.name.map(line => text({ x: SERVICE_PADDING, y: line.y, size: 15 }, run(line.text, 'name', 'text-strong'))),
    ...card.lines.map(line =>
      text(
        { x: SERVICE_PADDING, y: line.y, size: 11 },
        run(line.text, line.mono ? 'smallCode' : 'small', 'text-normal'),
      ),
    ),
    shape(SERVICE_PADDING, card.ruleY, [{ op: 'stroke', d: `M0 0H${inner}`, token: 'rule', width: 1 }]),
    ...countLines(view, card),
  ]
}

function countLines(view: ServiceView, { countY, ofY }: { countY: number; ofY: number }): readonly DrawingItem[] {
  const { ready, total, health } = view
  const x = SERVICE_PADDING
  if (health === 'external') return [text({ x, y: countY + 8, size: 12 }, run('routes nothing', 'meta', 'text-normal'))]
  if (ready === null || total === null)
    return [
      text({ x, y: countY, size: 20 }, run('?', 'count', 'text-unknown')),
      text({ x, y: ofY, size: 12 }, run('not known', 'meta', 'text-unknown')),
    ]
  const token = ready === 0 && total > 0 ? 'text-not-ready' : 'text-strong'
  return [
    text({ x, y: countY, size: 24 }, run(formatCount(ready), 'count', token)),
    text(
      { x, y: ofY, size: 12 },
      run(total === 0 ? 'no backends' : `of ${formatCount(total)} ready`, 'meta', 'text-normal'),
    ),
  ]
}

export function drawHeading(heading: ColumnHeading): readonly DrawingItem[] {
  const noteX = heading.x + textWidth(heading.title, 'smallStrong') + 8
  return [
    text({ x: heading.x, y: heading.y, size: 11 }, run(heading.title, 'smallStrong', 'text-normal')),
    ...(heading.note === ''
      ? []
      : [text({ x: noteX, y: heading.y, size: 11 }, run(heading.note, 'small', 'text-faint'))]),
  ]
}

/** A column that has nothing to show says why, at 0,0. */
export function drawPlaceholder({ width, height, title, note }: Placeholder): readonly DrawingItem[] {
  const maxWidth = width - 24
  const middle = { x: width / 2, anchor: 'middle' } as const
  const titleRun = shortRun(title, { style: 'title', token: 'text-strong', maxWidth })
  const noteRun = shortRun(note, { style: 'small', token: 'text-normal', maxWidth })
  return [
    box({ x: 0, y: 0, width, height }, { stroke: 'rule-strong', dash: [4, 4] }),
    text({ ...middle, y: height / 2 - (note === '' ? 0 : 10), size: 13 }, titleRun),
    ...(note === '' ? [] : [text({ ...middle, y: height / 2 + 11, size: 11 }, noteRun)]),
  ]
}
