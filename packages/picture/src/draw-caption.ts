import type { Mark, ServiceView } from '@slicescope/view'
import {
  type Caption,
  countWords,
  freshnessWords,
  missingWords,
  severityWord,
  sinceWords,
  zoneWords,
} from './caption-words.ts'
import { type BoxLook, box, type DrawingItem, run, shape, shortRun, text, type TextRun } from './drawing-model.ts'
import { CONNECTION_WORDS } from './glyphs.ts'
import { serviceIcon, healthToken } from './health-icons.ts'
import { formatBoth } from './local-time.ts'
import { textWidth, wrapText } from './text-width.ts'

const PADDING = 16
const ICON = 56
const META_Y = 22
const VERDICT_TOP = 36
const VERDICT_LINE = 28
const MORE_LINE = 20

export interface DrawnCaption {
  readonly items: readonly DrawingItem[]
  readonly height: number
}

/** The block over a picture at 0,0: where and when, the verdict, the counts, and how fresh all that is. */
export function drawCaption(view: ServiceView, caption: Caption, width: number): DrawnCaption {
  const maxWidth = width - ICON - PADDING
  const sentence = wrapText(view.verdict.sentence.replaceAll('`', ''), 'verdict', { maxWidth, maxLines: 3 })
  const detailsY = VERDICT_TOP + sentence.length * VERDICT_LINE + 14
  const more = [
    { words: zoneWords(view), token: 'text-normal' },
    { words: whenWords(view, caption), token: 'text-normal' },
    { words: missingWords(view.freshness), token: 'text-warning' },
  ] as const
  const lines = more.filter(({ words }) => words !== '')
  const height = detailsY + lines.length * MORE_LINE + 20
  const details = [countWords(view), sinceWords(view.verdict.since, caption.asOf)]
    .filter(each => each !== '')
    .join('  ·  ')
  return {
    height,
    items: [
      box({ x: 0, y: 0, width, height }, captionLook(view)),
      shape(PADDING + 12, VERDICT_TOP + VERDICT_LINE / 2, serviceIcon(view), 1.5),
      ...metaLine(view, caption, width),
      ...sentence.map((line, index) =>
        text({ x: ICON, y: VERDICT_TOP + VERDICT_LINE * (index + 0.5), size: 20 }, run(line, 'verdict', 'text-strong')),
      ),
      text({ x: ICON, y: detailsY, size: 12 }, shortRun(details, { style: 'meta', token: 'text-normal', maxWidth })),
      ...lines.map(({ words, token }, index) =>
        text(
          { x: ICON, y: detailsY + MORE_LINE * (index + 1), size: 12 },
          shortRun(words, { style: 'meta', token, maxWidth }),
        ),
      ),
    ],
  }
}

/** The moment, and how fresh the data was then. */
function whenWords({ freshness }: ServiceView, { asOf, timeZone }: Caption): string {
  const ages = freshnessWords(freshness, asOf)
  const moment = `as of ${formatBoth(asOf, timeZone)}`
  return ages === '' ? moment : `${moment}, ${ages}`
}

/** The look of a block that carries a verdict. */
export function captionLook({ verdict, health }: ServiceView): BoxLook {
  const critical = verdict.severity === 'critical' || (verdict.severity === null && health === 'down')
  if (critical) return { fill: 'surface-broken', stroke: 'broken-border' }
  const loses = ['degraded', 'fallback', 'empty'].includes(health) && verdict.severity !== 'info'
  return loses || verdict.severity === 'warning'
    ? { fill: 'surface-warning', stroke: 'warning-border' }
    : { fill: 'surface-card', stroke: 'rule' }
}

/** Left what it is about, right the connection's state. */
function metaLine(view: ServiceView, caption: Caption, width: number): readonly DrawingItem[] {
  const badges = placeBadges(view.freshness.marks, { right: width - PADDING, y: META_Y })
  const severity = severityWord(view)
  const token = healthToken(view.health, view.verdict.severity)
  const where = whereRuns(view, caption.cluster, badges.left - ICON - textWidth(`${severity}   `, 'smallStrong') - 16)
  return [
    text({ x: ICON, y: META_Y, size: 11 }, run(`${severity}   `, 'smallStrong', token), ...where),
    ...badges.items,
  ]
}

/** Namespace, name and cluster; whichever is short leaves its room to the other. */
function whereRuns({ service }: ServiceView, cluster: string, room: number): readonly TextRun[] {
  const of = '   cluster '
  const space = room - textWidth(of, 'small')
  const clusterRoom = Math.min(textWidth(cluster, 'smallStrong'), space / 2)
  const place = shortRun(`${service.namespace} / ${service.name}`, {
    style: 'smallStrong',
    token: 'text-strong',
    maxWidth: space - clusterRoom,
  })
  const maxWidth = space - textWidth(place.text, 'smallStrong')
  const clusterRun = shortRun(cluster, { style: 'smallStrong', token: 'text-normal', maxWidth })
  return [place, run(of, 'small', 'text-faint'), clusterRun]
}

const BADGE_HEIGHT = 18

/** The marks of a connection in a row that ends at `right`, the middle of its line at y; `left`: where text beside it ends. */
export function placeBadges(
  marks: readonly Mark[],
  { right, y }: { readonly right: number; readonly y: number },
): { readonly items: readonly DrawingItem[]; readonly left: number } {
  let left = right
  const items = marks.toReversed().flatMap(mark => {
    const token = CONNECTION_WORDS[mark].text
    const width = textWidth(mark, 'tiny') + 12
    left -= width
    const place = { x: left, y: y - BADGE_HEIGHT / 2, width, height: BADGE_HEIGHT }
    const word = text({ x: left + width / 2, y, size: 10, anchor: 'middle' }, run(mark, 'tiny', token))
    left -= 6
    return [box(place, { stroke: token, radius: 4 }), word]
  })
  return { items, left: left + 6 - 4 }
}
