import type { ServiceView } from '@slicescope/view'
import { type Caption, countWords, freshnessWords, missingWords, severityWord, sinceWords } from './caption-words.ts'
import { drawChatZone } from './chat-zone.ts'
import { chatZones, MOST_CELLS } from './chat-zones.ts'
import { captionLook, placeBadges } from './draw-caption.ts'
import { frameLayers, descriptionOf, titleOf } from './drawing.ts'
import { box, type DrawingItem, type DrawingModel, run, shape, shortRun, text } from './drawing-model.ts'
import { formatCount, plural } from './headings.ts'
import { serviceIcon, healthToken } from './health-icons.ts'
import { formatBoth } from './local-time.ts'
import { groupPlaceholder } from './placeholders.ts'
import { textWidth, wrapText } from './text-width.ts'

/** Half of the file's pixels, so that the smallest of its texts is still read where a chat shows it 600 px wide. */
const [WIDTH, HEIGHT, SCALE] = [800, 450, 2] as const
const MARGIN = 16
const INNER = WIDTH - 2 * MARGIN
const HEAD_TOP = 14
const ICON = 40
const LINE = 28
const FOOTER = 46
const GAP = 10

/** The picture for a chat, 1600x900: the verdict, the zones with their backends, and of what, when and how fresh it is. */
export function chatPicture(view: ServiceView, caption: Caption): DrawingModel {
  const head = chatHead(view, caption)
  const top = HEAD_TOP + head.height + GAP
  const body = { x: MARGIN, y: top, width: INNER, height: HEIGHT - FOOTER - top }
  return {
    title: titleOf(view),
    description: descriptionOf(view, caption),
    background: 'surface-page',
    width: WIDTH,
    height: HEIGHT,
    scale: SCALE,
    layers: [
      { kind: 'caption', key: 'caption', x: MARGIN, y: HEAD_TOP, items: head.items },
      { kind: 'group', key: 'zones', x: body.x, y: body.y, items: chatBody(view, body) },
      { kind: 'legend', key: 'footer', x: MARGIN, y: HEIGHT - FOOTER, items: chatFooter(view, caption) },
      ...frameLayers(view, WIDTH, HEIGHT),
    ],
  }
}

interface Drawn {
  readonly items: readonly DrawingItem[]
  readonly height: number
}

const PLAIN_MARKS = new Set(['LIVE'])

/** Name, verdict and counts. */
function chatHead(view: ServiceView, caption: Caption): Drawn {
  const { service, verdict, health } = view
  const maxWidth = INNER - ICON - 16
  const sentence = wrapText(verdict.sentence.replaceAll('`', ''), 'verdict', { maxWidth, maxLines: 3 })
  const detailsY = 44 + sentence.length * LINE
  const badges = placeBadges(
    view.freshness.marks.filter(mark => !PLAIN_MARKS.has(mark)),
    { right: INNER - 12, y: 22 },
  )
  const severity = severityWord(view)
  const nameWidth = badges.left - ICON - textWidth(`${severity}   `, 'title') - 10
  const details = [countWords(view), sinceWords(verdict.since, caption.asOf)].filter(each => each !== '').join('  ·  ')
  const height = detailsY + 20
  return {
    height,
    items: [
      box({ x: 0, y: 0, width: INNER, height }, captionLook(view)),
      shape(22, 38 + LINE / 2, serviceIcon(view), 1.4),
      text(
        { x: ICON, y: 22, size: 13 },
        run(`${severity}   `, 'title', healthToken(health, verdict.severity)),
        shortRun(`${service.namespace} / ${service.name}`, {
          style: 'title',
          token: 'text-strong',
          maxWidth: nameWidth,
        }),
      ),
      ...badges.items,
      ...sentence.map((line, index) =>
        text({ x: ICON, y: 38 + LINE * (index + 0.5), size: 20 }, run(line, 'verdict', 'text-strong')),
      ),
      text(
        { x: ICON, y: detailsY + 4, size: 13 },
        shortRun(details, { style: 'body', token: 'text-normal', maxWidth }),
      ),
    ],
  }
}

const MOST_ZONES = 12

interface Body {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

function chatBody(view: ServiceView, { width, height }: Body): readonly DrawingItem[] {
  const zones = chatZones(view, MOST_ZONES)
  if (zones.length === 0) {
    const { title, note } = groupPlaceholder(view, { x: 0, middle: 0 })
    return [
      box({ x: 0, y: 0, width, height }, { stroke: 'rule-strong', dash: [4, 4] }),
      text({ x: width / 2, y: height / 2 - 14, size: 20, anchor: 'middle' }, run(title, 'verdict', 'text-strong')),
      text({ x: width / 2, y: height / 2 + 14, size: 13, anchor: 'middle' }, run(note, 'body', 'text-normal')),
    ]
  }
  const cells = view.backends.length + view.absentPods.length
  const columns = zones.length <= 3 ? zones.length : zones.length <= 8 ? Math.ceil(zones.length / 2) : 4
  const rows = Math.ceil(zones.length / columns)
  const [cardWidth, cardHeight] = [(width - GAP * (columns - 1)) / columns, (height - GAP * (rows - 1)) / rows]
  return zones.flatMap((zone, index) =>
    drawChatZone(zone, {
      x: (index % columns) * (cardWidth + GAP),
      y: Math.floor(index / columns) * (cardHeight + GAP),
      width: cardWidth,
      height: cardHeight,
      areTotals: cells > MOST_CELLS,
    }),
  )
}

const LEAST_LINK = 120

/** What the shapes mean, and when and where it was so. */
function chatFooter(view: ServiceView, caption: Caption): readonly DrawingItem[] {
  const { cluster, asOf, link, version, timeZone } = caption
  const cells = view.backends.length + view.absentPods.length
  const about = [
    plural(view.slices.length, 'slice'),
    ...(cells > MOST_CELLS ? [`totals, for ${formatCount(cells)} backends`] : []),
    freshnessWords(view.freshness, asOf),
    missingWords(view.freshness),
  ].filter(each => each !== '')
  const by = version === null ? 'Slicescope' : `Slicescope ${version}`
  const right = link ?? by
  const left = about.join('  ·  ')
  const rightWidth = Math.min(textWidth(right, 'meta'), Math.max(LEAST_LINK, INNER - textWidth(left, 'meta') - 16))
  const when = `as of ${formatBoth(asOf, timeZone)}`
  const whenWidth = textWidth(when, 'metaStrong')
  return [
    text(
      { x: 0, y: 14, size: 12 },
      run(when, 'metaStrong', 'text-strong'),
      run('   cluster ', 'meta', 'text-faint'),
      shortRun(cluster, { style: 'metaStrong', token: 'text-strong', maxWidth: INNER - whenWidth - 160 }),
    ),
    text({ x: INNER, y: 14, size: 12, anchor: 'end' }, run(link === null ? '' : by, 'meta', 'text-faint')),
    text(
      { x: 0, y: 32, size: 12 },
      shortRun(left, { style: 'meta', token: 'text-normal', maxWidth: INNER - rightWidth - 16 }),
    ),
    text(
      { x: INNER, y: 32, size: 12, anchor: 'end' },
      shortRun(right, { style: 'meta', token: 'text-faint', maxWidth: rightWidth }),
    ),
  ]
}
