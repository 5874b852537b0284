import { useLayoutEffect, useRef } from 'react'
import { useTheme } from '../state/stores.ts'
import { useFontsReady } from '../theme/use-fonts-ready.ts'
import { paintStrip, type StripScene } from './paint-strip.ts'

type Drawn = Omit<StripScene, 'theme' | 'resolution'>

/** The strip as it is; what follows the pointer or the moment shown lies over it, so that playing paints nothing here. */
export function StripCanvas(scene: Drawn) {
  const ref = useRef<HTMLCanvasElement>(null)
  const theme = useTheme()
  const fontsReady = useFontsReady()
  const { model, layout, span, ticks, timeZone, compared, onsetLabel } = scene
  useLayoutEffect(() => {
    const resolution = Math.max(1, globalThis.devicePixelRatio)
    const drawn = { model, layout, span, ticks, timeZone, compared, onsetLabel }
    // Painted in a stand-in font, words are painted again.
    if (ref.current !== null && fontsReady !== null) paintStrip(ref.current, { ...drawn, theme, resolution })
  }, [model, layout, span, ticks, timeZone, compared, onsetLabel, theme, fontsReady])
  return <canvas ref={ref} style={{ width: layout.width, height: layout.height }} />
}
