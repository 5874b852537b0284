import { visible } from '@slicescope/view/text'
import type { ServiceView } from '@slicescope/view'
import { type Caption, countWords, freshnessWords, missingWords, zoneWords } from './caption-words.ts'
import { cellNames } from './cell-names.ts'
import { drawCaption } from './draw-caption.ts'
import { drawCells, drawGroup } from './draw-group.ts'
import { drawLegend, LEGEND_HEIGHT } from './draw-legend.ts'
import { drawMarkNote, drawMarks, type Marking, markingOf } from './draw-marks.ts'
import { drawHeading, drawPlaceholder, drawService } from './draw-service.ts'
import { drawSlice, drawSliceGrid } from './draw-slice.ts'
import {
  box,
  type DrawingItem,
  type DrawingLayer,
  type DrawingModel,
  run,
  shape,
  shortRun,
  text,
} from './drawing-model.ts'
import { CONNECTION_WORDS } from './glyphs.ts'
import { HEALTH_WORDS } from './health-icons.ts'
import { formatBoth } from './local-time.ts'
import type { Point } from './path.ts'
import type { EdgeLine, PositionedGraph } from './positioned-graph.ts'

const MARGIN = 24
const CAPTION_GAP = 20
const LEGEND_GAP = 24
const FOOTER = 30
const MARK_NOTE = 22
/** What steps back is still read on paper. */
const FAINT = 0.45
/** A caption needs room for its sentence also over a small graph. */
const LEAST_WIDTH = 856

/**
 * Everything that a picture shows, as shapes and texts with tokens instead of colours. With a caption it can stand
 * alone; without one it is the bare graph.
 */
export function drawing(graph: PositionedGraph, view: ServiceView, caption: Caption | null): DrawingModel {
  const words = { title: titleOf(view), description: descriptionOf(view, caption), background: 'surface-page' } as const
  if (caption === null)
    return { ...words, width: graph.bounds.width, height: graph.bounds.height, layers: graphLayers(graph, view) }
  const marking = markingOf(view, caption.mark)
  const content = markedLayers(graph, view, marking)
  const inner = Math.max(LEAST_WIDTH, graph.bounds.width)
  const head = drawCaption(view, caption, inner)
  const graphTop = MARGIN + head.height + CAPTION_GAP
  const legendTop = graphTop + graph.bounds.height + LEGEND_GAP + (marking === null ? 0 : MARK_NOTE)
  const [width, height] = [inner + 2 * MARGIN, legendTop + LEGEND_HEIGHT + FOOTER + MARGIN / 2]
  return {
    ...words,
    width,
    height,
    layers: [
      layer({ kind: 'caption', key: 'caption' }, { x: MARGIN, y: MARGIN }, head.items),
      ...content.map(each => ({ ...each, x: each.x + MARGIN, y: each.y + graphTop })),
      ...(marking === null
        ? []
        : [layer({ kind: 'mark', key: 'note' }, { x: MARGIN, y: legendTop - 14 }, drawMarkNote(marking, inner))]),
      layer({ kind: 'legend', key: 'legend' }, { x: MARGIN, y: legendTop }, [
        ...drawLegend(view, inner),
        ...footer(caption, inner),
      ]),
      ...frameLayers(view, width, height),
    ],
  }
}

/** The graph without anything around it, in the order in which it is painted. */
export function graphLayers(graph: PositionedGraph, view: ServiceView): readonly DrawingLayer[] {
  const names = cellNames(view)
  return [
    ...graph.columns.map(heading => layer({ kind: 'heading', key: heading.title }, ORIGIN, drawHeading(heading))),
    ...graph.edges.map(edge => layer({ kind: 'edge', key: edge.id }, ORIGIN, [drawEdge(edge)])),
    layer({ kind: 'service', key: 'service' }, graph.service, drawService(view, graph.service)),
    ...graph.slices.map(slice => layer({ kind: 'slice', key: slice.key }, slice, drawSlice(slice))),
    ...(graph.sliceGrid
      ? [layer({ kind: 'slice-grid', key: graph.sliceGrid.key }, graph.sliceGrid, drawSliceGrid(graph.sliceGrid))]
      : []),
    ...graph.groups.map(group => layer({ kind: 'group', key: group.key }, group, drawGroup(group, names))),
    ...graph.placeholders.map(each => layer({ kind: 'placeholder', key: each.title }, each, drawPlaceholder(each))),
  ]
}

/** The graph, and what a finding names in it: while one is marked, the rest steps back. */
function markedLayers(graph: PositionedGraph, view: ServiceView, marking: Marking | null): readonly DrawingLayer[] {
  const layers = graphLayers(graph, view)
  if (marking === null) return layers
  const marks = layer({ kind: 'mark', key: 'marks' }, ORIGIN, drawMarks(graph, marking))
  const { cells, slices } = marking.marked
  if (marking.finding === null || cells.size === 0) return [...layers, marks]
  const names = cellNames(view)
  const groups = new Map(graph.groups.map(group => [group.key, group]))
  const stepped = layers.flatMap(each => {
    if (each.kind === 'slice' && slices.size > 0 && !slices.has(each.key)) return [{ ...each, opacity: FAINT }]
    const group = each.kind === 'group' ? groups.get(each.key) : undefined
    if (group === undefined) return [each]
    const [lit, unlit] = [true, false].map(isLit => group.cells.filter(cell => cells.has(cell.backend) === isLit))
    const frame = { ...each, items: drawGroup({ ...group, cells: lit ?? [] }, names) }
    const rest = drawCells({ ...group, nodes: [], absentLabel: null, cells: unlit ?? [] }, names)
    return rest.length === 0 ? [frame] : [frame, { ...each, opacity: FAINT, items: rest }]
  })
  return [...stepped, marks]
}

const ORIGIN = { x: 0, y: 0 }

interface LayerName {
  readonly kind: DrawingLayer['kind']
  readonly key: string
}

function layer(name: LayerName, { x, y }: Point, items: readonly DrawingItem[]): DrawingLayer {
  return { ...name, x, y, items }
}

export function drawEdge(edge: EdgeLine): DrawingItem {
  if (edge.style === 'hairline') return shape(0, 0, [{ op: 'stroke', d: edge.path, token: 'edge', width: edge.width }])
  return shape(0, 0, [
    { op: 'stroke', d: edge.path, token: 'loss', width: edge.width, dash: LOSS_DASH, dashOffset: edge.dashOffset },
  ])
}

const LOSS_DASH = [4, 3]

/** Doubt hatches the frame, another time than now makes it amber. */
export function frameLayers({ freshness }: ServiceView, width: number, height: number): readonly DrawingLayer[] {
  const whole = { x: 0, y: 0, width, height }
  if (CONNECTION_WORDS[freshness.state].tone === 'past')
    return [frameLayer(box(whole, { stroke: 'past-frame', width: 3, radius: 0 }))]
  if (freshness.state === 'STALE' || freshness.state === 'BLIND')
    return [frameLayer(box(whole, { stroke: 'text-warning', width: 8, radius: 0, dash: [2, 5] }))]
  return []
}

function frameLayer(item: DrawingItem): DrawingLayer {
  return layer({ kind: 'frame', key: 'frame' }, ORIGIN, [item])
}

function footer({ link, version }: Caption, width: number): readonly DrawingItem[] {
  const y = LEGEND_HEIGHT + FOOTER / 2 + 6
  const by = text(
    { x: width, y, size: 11, anchor: 'end' },
    run(version === null ? 'Slicescope' : `Slicescope ${version}`, 'smallStrong', 'text-faint'),
  )
  if (link === null) return [by]
  return [
    text({ x: 0, y, size: 11 }, shortRun(link, { style: 'smallCode', token: 'text-faint', maxWidth: width - 100 })),
    by,
  ]
}

export function titleOf({ service, health }: ServiceView): string {
  return visible(`${service.namespace}/${service.name}: ${HEALTH_WORDS[health].label}`)
}

export function descriptionOf(view: ServiceView, caption: Caption | null): string {
  const { freshness, verdict } = view
  const where = caption && `Cluster ${caption.cluster}, as of ${formatBoth(caption.asOf, caption.timeZone)}`
  const ages = caption && freshnessWords(freshness, caption.asOf)
  const by = caption?.version ? `Slicescope ${caption.version}` : null
  const position = caption?.position ? `Position ${caption.position}` : null
  const state = [freshness.marks.join(', '), ages, missingWords(freshness), caption?.link, by, position]
  const sentence = verdict.sentence.replaceAll('`', '').replace(/[.]$/, '')
  return visible([where, sentence, countWords(view), zoneWords(view), ...state].filter(Boolean).join('. '))
}
