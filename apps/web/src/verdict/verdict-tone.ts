import type { Health, Severity } from '@slicescope/view'

export type Tone = 'broken' | 'warning' | 'calm'

/** How loud the verdict's block is. */
export function verdictTone(health: Health, severity: Severity | null): Tone {
  switch (health) {
    case 'down':
      return 'broken'
    case 'degraded':
    case 'empty':
    case 'fallback':
      return severity === 'critical' ? 'broken' : severity === 'info' ? 'calm' : 'warning'
    case 'unmanaged':
    case 'external':
    case 'healthy':
      return severity === 'critical' ? 'broken' : severity === 'warning' ? 'warning' : 'calm'
    case 'unknown':
      return 'calm'
    default:
      return health satisfies never
  }
}
