import { formatCount, type Theme, TOKENS, type TokenName } from '@slicescope/picture'
import { columnRuns, countsOfZone, type Run } from './strip-columns.ts'
import { LABELS, type StripLayout } from './strip-layout.ts'
import type { Stop, StripModel } from './strip-model.ts'
import { type Span, xOf } from './strip-span.ts'
import type { Tick } from './time-ticks.ts'

export interface StripScene {
  readonly model: StripModel
  readonly layout: StripLayout
  readonly span: Span
  readonly ticks: readonly Tick[]
  /** Stands behind the first tick: "CET". */
  readonly timeZone: string
  readonly theme: Theme
  /** Device pixels a CSS pixel. */
  readonly resolution: number
  readonly compared: Span | null
  /** The words of the last onset in sight are drawn here, unless the flag says them. */
  readonly onsetLabel: { readonly stop: Stop; readonly text: string } | null
}

type Context = CanvasRenderingContext2D

/** Paints the strip: areas of counts, gaps hatched, marks, axis. What moves, with the pointer or while it plays, lies over it. */
export function paintStrip(canvas: HTMLCanvasElement, scene: StripScene): void {
  const context = canvas.getContext('2d')
  if (context === null) return
  const { layout, resolution } = scene
  canvas.width = Math.round(layout.width * resolution)
  canvas.height = Math.round(layout.height * resolution)
  context.setTransform(resolution, 0, 0, resolution, 0, 0)
  paintBlanks(context, scene)
  for (const lane of layout.lanes) paintLane(context, scene, lane)
  paintCompared(context, scene)
  paintStops(context, scene)
  paintAxis(context, scene)
  paintOnsetLabel(context, scene)
}

function colour({ theme }: StripScene, token: TokenName): string {
  return TOKENS[theme][token]
}

function toX({ layout, span }: StripScene, at: number): number {
  return layout.left + Math.max(0, Math.min(layout.plotWidth, xOf(at, span, layout.plotWidth)))
}

function paintBlanks(context: Context, scene: StripScene): void {
  const { model, layout, span } = scene
  for (const { from, to, why } of model.blanks) {
    if (to <= span.from || from >= span.to) continue
    const [left, right] = [toX(scene, from), toX(scene, to)]
    const [top, height] = [LABELS, layout.bottom - LABELS]
    context.save()
    context.beginPath()
    context.rect(left, top, Math.max(2, right - left), height)
    context.clip()
    context.strokeStyle = colour(scene, why === 'gap' ? 'fill-line' : 'rule')
    context.lineWidth = 1
    context.beginPath()
    for (let x = left - height; x < right + 2; x += 6) {
      context.moveTo(x, top + height)
      context.lineTo(x + height, top)
    }
    context.stroke()
    context.restore()
    paintBlankWords(context, scene, { left, right, why })
  }
}

interface BlankBox {
  readonly left: number
  readonly right: number
  readonly why: string
}

function paintBlankWords(context: Context, scene: StripScene, { left, right, why }: BlankBox): void {
  const { bottom } = scene.layout
  context.font = FONT
  const width = context.measureText(why).width
  if (right - left < width + 20) return
  const middle = (left + right) / 2
  context.fillStyle = colour(scene, 'surface-page')
  context.fillRect(middle - width / 2 - 5, (LABELS + bottom) / 2 - 9, width + 10, 18)
  context.fillStyle = colour(scene, 'text-faint')
  context.textAlign = 'center'
  context.fillText(why, middle, (LABELS + bottom) / 2 + 4)
}

const FONT = '400 11px "Inter Variable", Inter, sans-serif'
const BOLD = '650 11px "Inter Variable", Inter, sans-serif'

function paintLane(context: Context, scene: StripScene, lane: StripLayout['lanes'][number]): void {
  const { model, layout, span } = scene
  const { zone } = lane
  const runs = columnRuns(model.stretches, span, {
    width: layout.plotWidth,
    pick: counts => (zone === null ? counts : countsOfZone(counts, zone)),
  })
  const max = Math.max(1, ...(zone === null ? [model.max] : runs.map(({ counts }) => counts.total)))
  const floor = lane.top + lane.height
  const heightOf = (count: number) => (count / max) * lane.height
  for (const { x, width, counts } of runs) {
    const left = layout.left + x
    const [ready, starting, lost] = [counts.ready, counts.starting, counts.lost].map(heightOf)
    fill(context, { left, width, top: floor - (ready ?? 0), height: ready ?? 0 }, alpha(scene, 'state-ready', 0.16))
    const overReady = floor - (ready ?? 0) - (starting ?? 0)
    fill(context, { left, width, top: overReady, height: starting ?? 0 }, alpha(scene, 'state-ready', 0.45))
    const lostHeight = counts.lost > 0 ? Math.max(1.5, lost ?? 0) : 0
    fill(context, { left, width, top: overReady - lostHeight, height: lostHeight }, colour(scene, 'state-not-ready'))
  }
  strokeSteps(context, scene, { runs, y: counts => floor - heightOf(counts.total), token: 'fill-line', width: 1 })
  strokeSteps(context, scene, { runs, y: counts => floor - heightOf(counts.ready), token: 'text-ready', width: 1.5 })
  context.font = FONT
  context.textAlign = 'right'
  context.fillStyle = colour(scene, 'text-faint')
  if (zone === null) {
    context.fillText(formatCount(max), layout.left - 6, lane.top + 8)
    context.fillText('0', layout.left - 6, floor)
    return
  }
  context.fillText(clip(context, zone || 'no zone', layout.left - 8), layout.left - 6, floor - 2)
}

function clip(context: Context, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text
  for (let end = text.length - 1; end > 1; end -= 1) {
    const shorter = `${text.slice(0, end)}…`
    if (context.measureText(shorter).width <= width) return shorter
  }
  return ''
}

interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

function fill(context: Context, { left, top, width, height }: Box, style: string): void {
  if (height <= 0) return
  context.fillStyle = style
  context.fillRect(left, top, width, height)
}

/** A token with an opacity: all tokens are six hex digits. */
function alpha(scene: StripScene, token: TokenName, opacity: number): string {
  return `${colour(scene, token)}${Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0')}`
}

interface Steps {
  readonly runs: readonly Run[]
  readonly y: (counts: Run['counts']) => number
  readonly token: TokenName
  readonly width: number
}

/** Steps, not curves: a count holds until the next one. Where nothing is known there is no line. */
function strokeSteps(context: Context, scene: StripScene, { runs, y, token, width }: Steps): void {
  const { left } = scene.layout
  context.strokeStyle = colour(scene, token)
  context.lineWidth = width
  context.beginPath()
  let end = -1
  for (const run of runs) {
    const level = y(run.counts)
    if (run.x === end) context.lineTo(left + run.x, level)
    else context.moveTo(left + run.x, level)
    end = run.x + run.width
    context.lineTo(left + end, level)
  }
  context.stroke()
}

function paintCompared(context: Context, scene: StripScene): void {
  const { compared, layout } = scene
  if (compared === null) return
  const [left, right] = [toX(scene, compared.from), toX(scene, compared.to)]
  fill(
    context,
    { left, width: right - left, top: LABELS, height: layout.bottom - LABELS },
    alpha(scene, 'accent', 0.18),
  )
  for (const x of [left, right]) line(context, scene, { x, top: 4, token: 'accent', dash: [] })
}

interface LineAt {
  readonly x: number
  readonly top: number
  readonly token: TokenName
  readonly dash: readonly number[]
}

function line(context: Context, scene: StripScene, { x, top, token, dash }: LineAt): void {
  context.strokeStyle = colour(scene, token)
  context.lineWidth = 1.5
  context.setLineDash([...dash])
  context.beginPath()
  context.moveTo(x, top)
  context.lineTo(x, scene.layout.bottom)
  context.stroke()
  context.setLineDash([])
}

/** A shape each, so that colour never speaks alone: an onset points down, what is over is a ring, a change is a diamond. */
function paintStops(context: Context, scene: StripScene): void {
  const { model, span } = scene
  for (const stop of model.stops) {
    if (stop.at < span.from || stop.at > span.to) continue
    const x = toX(scene, stop.at)
    switch (stop.kind) {
      case 'onset':
        line(context, scene, { x, top: 12, token: 'loss', dash: [] })
        mark(context, colour(scene, 'loss'), [
          [x - 4.5, 5],
          [x + 4.5, 5],
          [x, 13],
        ])
        break
      case 'recovered':
        context.strokeStyle = colour(scene, 'text-ready')
        context.lineWidth = 1.5
        context.beginPath()
        context.arc(x, 9, 3.5, 0, Math.PI * 2)
        context.stroke()
        break
      case 'change':
        if (stop.change?.inVerdict === true) line(context, scene, { x, top: 14, token: 'text-normal', dash: [2, 3] })
        mark(context, colour(scene, stop.change?.inVerdict === true ? 'text-strong' : 'text-faint'), [
          [x, 4.5],
          [x + 4.5, 9],
          [x, 13.5],
          [x - 4.5, 9],
        ])
        break
      default:
        stop.kind satisfies never
    }
  }
}

function mark(context: Context, style: string, points: readonly (readonly [number, number])[]): void {
  context.fillStyle = style
  context.beginPath()
  for (const [x, y] of points) context.lineTo(x, y)
  context.fill()
}

function paintAxis(context: Context, scene: StripScene): void {
  const { layout, ticks, timeZone } = scene
  const { bottom } = layout
  context.strokeStyle = colour(scene, 'rule-strong')
  context.lineWidth = 1
  context.beginPath()
  context.moveTo(layout.left, bottom + 0.5)
  context.lineTo(layout.left + layout.plotWidth, bottom + 0.5)
  for (const { at } of ticks) {
    const x = Math.round(toX(scene, at)) + 0.5
    context.moveTo(x, bottom)
    context.lineTo(x, bottom + 4)
  }
  context.stroke()
  context.font = FONT
  context.fillStyle = colour(scene, 'text-faint')
  for (const [index, { at, label }] of ticks.entries()) {
    const text = index === 0 ? `${label} ${timeZone}` : label
    const half = context.measureText(text).width / 2
    const x = Math.max(half, Math.min(layout.width - half, toX(scene, at)))
    context.textAlign = 'center'
    context.fillText(text, x, bottom + 15)
  }
}

function paintOnsetLabel(context: Context, scene: StripScene): void {
  const { onsetLabel, layout } = scene
  if (onsetLabel === null) return
  const x = toX(scene, onsetLabel.stop.at)
  context.font = BOLD
  const room = { right: layout.width - x - 12, left: x - 12 }
  const isRight = room.right >= Math.min(context.measureText(onsetLabel.text).width, 160) || room.right > room.left
  const text = clip(context, onsetLabel.text, isRight ? room.right : room.left)
  context.textAlign = isRight ? 'left' : 'right'
  const width = context.measureText(text).width
  // Over the diamonds, which would cross it.
  fill(
    context,
    { left: isRight ? x + 7 : x - 9 - width, width: width + 4, top: 1, height: 15 },
    colour(scene, 'surface-page'),
  )
  context.fillStyle = colour(scene, 'text-not-ready')
  context.fillText(text, isRight ? x + 9 : x - 9, 13)
}
