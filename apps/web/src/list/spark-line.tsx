import { TOKENS } from '@slicescope/picture'
import { useLayoutEffect, useRef } from 'react'
import { usePlace, useTheme } from '../state/stores.ts'
import { momentMs } from '../url/moment.ts'
import { useSpark } from './sparks.ts'

const HEIGHT = 14

/** Ready backends of a Service over the range, with what was lost: drawn on canvas, for the rows in sight alone. */
export function SparkLine({ service, width }: { readonly service: string; readonly width: number }) {
  const ref = useRef<HTMLCanvasElement>(null)
  const theme = useTheme()
  const spark = useSpark(service)
  const { points = null, from = 0, to = 0 } = spark ?? {}
  const { at } = usePlace()
  const moment = at === null ? null : momentMs(at)
  useLayoutEffect(() => {
    const context = ref.current?.getContext('2d') ?? null
    if (context === null || ref.current === null || points === null) return
    const resolution = Math.max(1, globalThis.devicePixelRatio)
    ref.current.width = Math.round(width * resolution)
    ref.current.height = Math.round(HEIGHT * resolution)
    context.setTransform(resolution, 0, 0, resolution, 0, 0)
    paintSpark(context, { points, from, to, moment, width, colours: TOKENS[theme] })
  }, [points, from, to, moment, width, theme])
  if (points === null) return null
  return <canvas ref={ref} className="spark" style={{ width, height: HEIGHT }} aria-hidden />
}

interface Scene extends NonNullable<ReturnType<typeof useSpark>> {
  /** The moment shown, ms; null for now. */
  readonly moment: number | null
  readonly width: number
  readonly colours: (typeof TOKENS)['dark']
}

function paintSpark(context: CanvasRenderingContext2D, { points, from, to, moment, width, colours }: Scene): void {
  const max = Math.max(1, ...points.map(([, , total]) => total ?? 0))
  const toX = (time: number) => Math.max(0, Math.min(width, ((time - from) / (to - from)) * width))
  const toY = (count: number) => HEIGHT - 1 - (count / max) * (HEIGHT - 3)
  for (const [index, [time, ready, total]] of points.entries()) {
    if (ready === null || total === null) continue
    const [left, right] = [toX(time), toX(points[index + 1]?.[0] ?? to)]
    const wide = Math.max(1, right - left)
    if (total > ready) {
      context.fillStyle = colours['state-not-ready']
      context.fillRect(left, toY(total), wide, Math.max(2, toY(ready) - toY(total)))
    }
    context.fillStyle = colours['text-ready']
    context.fillRect(left, toY(ready), wide, 1)
  }
  if (moment === null || moment < from || moment > to) return
  context.fillStyle = colours['past-frame']
  context.fillRect(toX(moment) - 0.75, 0, 1.5, HEIGHT)
}
