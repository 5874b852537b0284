import {
  type CellState,
  cellShape,
  emphasisOf,
  ghostShape,
  nearShape,
  HEALTH_ICON_SIZE,
  HEALTH_WORDS,
  healthIcon,
  GLYPHS,
  RECOVERED_ICON,
} from '@slicescope/picture'
import type { Health, Severity } from '@slicescope/view'
import { ShapePaths } from './shape-paths.tsx'

interface HealthIconProps {
  readonly health: Health
  readonly severity: Severity | null
  readonly size: number
  /** Whole again after a loss; healthy only. */
  readonly recovered?: boolean
  /** Names the health for readers; left out where the words stand beside it. */
  readonly named?: boolean
}

export function HealthIcon({ health, severity, size, recovered = false, named = false }: HealthIconProps) {
  const half = HEALTH_ICON_SIZE / 2
  const isBack = recovered && health === 'healthy'
  const word = isBack ? 'recovered' : HEALTH_WORDS[health].label
  const label = named ? { role: 'img', 'aria-label': word } : { 'aria-hidden': true }
  return (
    <svg className="icon" width={size} height={size} viewBox={`${-half} ${-half} ${2 * half} ${2 * half}`} {...label}>
      <ShapePaths parts={isBack ? RECOVERED_ICON : healthIcon(health, severity)} />
    </svg>
  )
}

interface StateIconProps {
  readonly state: CellState
  readonly published?: boolean
  readonly size?: number
  readonly named?: boolean
}

const BOX = 16
const CELL = 14

export function StateIcon({ state, published = false, size = BOX, named = false }: StateIconProps) {
  const label = named ? { role: 'img', 'aria-label': GLYPHS[state].label } : { 'aria-hidden': true }
  return (
    <svg className="icon" width={size} height={size} viewBox={`${-BOX / 2} ${-BOX / 2} ${BOX} ${BOX}`} {...label}>
      <ShapePaths parts={cellShape(state, { size: CELL, emphasis: emphasisOf(state), published })} />
    </svg>
  )
}

interface GhostProps {
  readonly size?: number
  /** The selector nearly matches it. */
  readonly near?: boolean
}

/** Of a pod that no slice lists. */
export function GhostIcon({ size = BOX, near = false }: GhostProps) {
  return (
    <svg className="icon" width={size} height={size} viewBox={`${-BOX / 2} ${-BOX / 2} ${BOX} ${BOX}`} aria-hidden>
      <ShapePaths parts={near ? nearShape(CELL) : ghostShape(CELL)} />
    </svg>
  )
}
