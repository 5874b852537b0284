import type { ServiceView } from '@slicescope/view'
import { stateCounts } from './caption-words.ts'
import { CELL_SIZE, cellShape, emphasisOf, ghostShape, nearShape } from './cell-shape.ts'
import { type DrawingItem, run, shape, text } from './drawing-model.ts'
import { ABSENT_LABEL, CELL_STATES, GLYPHS, NEAR_LABEL, RARE_STATES } from './glyphs.ts'
import { formatCount } from './headings.ts'
import { textWidth } from './text-width.ts'

const Y = 10
const GAP = 22
export const LEGEND_HEIGHT = 20
const EDGES = 'dashed line: endpoints lost, thicker = more'

/** All glyphs with their counts in one line at 0,0, and what a dashed line means. */
export function drawLegend(view: ServiceView, width: number): readonly DrawingItem[] {
  const counts = stateCounts(view)
  const known = view.ready !== null
  const states = CELL_STATES.filter(state => !RARE_STATES.has(state) || counts[state] > 0).map(state => ({
    parts: cellShape(state, { size: CELL_SIZE, emphasis: emphasisOf(state), published: false }),
    label: GLYPHS[state].label,
    count: known ? formatCount(counts[state]) : '?',
  }))
  const absent = { parts: ghostShape(CELL_SIZE), label: ABSENT_LABEL, count: formatCount(view.absentPods.length) }
  const near = { parts: nearShape(CELL_SIZE), label: NEAR_LABEL, count: formatCount(view.nearMisses.length) }
  const more = [...(view.absentPods.length > 0 ? [absent] : []), ...(view.nearMisses.length > 0 ? [near] : [])]
  let x = 0
  const items = [...states, ...more].flatMap(({ parts, label, count }) => {
    const left = x
    x += 22 + textWidth(label, 'meta') + 5 + textWidth(count, 'metaStrong') + GAP
    const runs = [run(`${label} `, 'meta', 'text-normal'), run(count, 'metaStrong', 'text-strong')]
    return [shape(left + CELL_SIZE / 2, Y, parts), text({ x: left + 22, y: Y, size: 12 }, ...runs)]
  })
  const fits = x + textWidth(EDGES, 'small') <= width
  return fits ? [...items, text({ x: width, y: Y, size: 11, anchor: 'end' }, run(EDGES, 'small', 'text-faint'))] : items
}
