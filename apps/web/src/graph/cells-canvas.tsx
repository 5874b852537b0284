import type { CellName, GroupBox } from '@slicescope/picture'
import { useLayoutEffect, useRef } from 'react'
import { useTheme } from '../state/stores.ts'
import { useFontsReady } from '../theme/use-fonts-ready.ts'
import { type CellsScene, paintCells } from './paint-cells.ts'
import { usePicture } from './picture-context.ts'

interface CellsCanvasProps {
  readonly group: GroupBox
  readonly names: readonly CellName[]
}

/** A group's backends. Painted in the same frame as the rest of the page. */
export function CellsCanvas({ group, names }: CellsCanvasProps) {
  const ref = useRef<HTMLCanvasElement>(null)
  const painted = useRef<{ readonly scene: CellsScene; readonly fontsReady: boolean } | null>(null)
  const theme = useTheme()
  const { light, resolution } = usePicture()
  const { lit } = light
  const fontsReady = useFontsReady()
  useLayoutEffect(() => {
    const scene = { group, names, theme, lit, resolution }
    // Names painted in a stand-in font are painted again.
    const before = painted.current?.fontsReady === fontsReady ? painted.current.scene : null
    if (ref.current !== null) paintCells(ref.current, scene, before)
    painted.current = { scene, fontsReady }
  }, [group, names, theme, lit, resolution, fontsReady])
  return <canvas ref={ref} className="cells" style={{ width: group.width, height: group.height }} />
}
