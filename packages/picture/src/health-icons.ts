import type { Health, ServiceView, Severity } from '@slicescope/view'
import type { ShapePart } from './cell-shape.ts'
import { polygon, roundedBox, strokes } from './path.ts'
import type { TokenName } from './tokens.ts'

export interface HealthWord {
  readonly label: string
  readonly explanation: string
}

/** Worst first, as lists are ordered. */
export const HEALTHS = [
  'down',
  'fallback',
  'empty',
  'degraded',
  'unknown',
  'unmanaged',
  'external',
  'healthy',
] as const satisfies readonly Health[]

export const HEALTH_WORDS: Readonly<Record<Health, HealthWord>> = {
  down: { label: 'down', explanation: 'No backend is ready.' },
  fallback: { label: 'fallback', explanation: 'No backend is ready; only terminating backends still answer.' },
  empty: { label: 'empty', explanation: 'The Service has no backends.' },
  degraded: { label: 'degraded', explanation: 'Some backends are ready, some are lost.' },
  unknown: { label: 'unknown', explanation: 'The inputs that decide this cannot be read.' },
  unmanaged: { label: 'unmanaged', explanation: 'The Service has no selector and no EndpointSlice.' },
  external: {
    label: 'external',
    explanation: 'ExternalName: DNS answers with another name, and Kubernetes routes nothing.',
  },
  healthy: { label: 'healthy', explanation: 'Every backend is ready.' },
}

/** Drawn around 0,0 in a box of 16. Angular, since round is an endpoint; healthy is a bare stroke. */
const SIZE = 16
const STROKE = 1.5
const SQUARE = roundedBox({ x: -6, y: -6, width: 12, height: 12 }, 2)
const FILLED_SQUARE = roundedBox({ x: -6.75, y: -6.75, width: 13.5, height: 13.5 }, 2.5)

/** The colour that a Service's health speaks in. */
export function healthToken(health: Health, severity: Severity | null): TokenName {
  switch (health) {
    case 'down':
      return 'text-not-ready'
    case 'degraded':
    case 'empty':
      return severity === 'critical' ? 'text-not-ready' : severity === 'info' ? 'text-normal' : 'text-warning'
    case 'fallback':
      return 'text-serving-terminating'
    case 'unknown':
      return 'text-unknown'
    case 'unmanaged':
    case 'external':
    case 'healthy':
      // All backends are ready, and still something will break soon, or is broken for some.
      return severity === 'critical' ? 'text-not-ready' : severity === 'warning' ? 'text-warning' : 'text-normal'
    default:
      return health satisfies never
  }
}

/** The icon of a Service's health; scale it from its box of 16. */
export function healthIcon(health: Health, severity: Severity | null = null): readonly ShapePart[] {
  const token = healthToken(health, severity)
  const isWarned = health === 'healthy' && (severity === 'critical' || severity === 'warning')
  return (isWarned ? WARNED_ICON : HEALTH_ICONS[health]).map(part => ({
    ...part,
    token: part.token === 'cut' ? 'surface-page' : token,
  }))
}

/** The icon of an open Service, which may have just recovered. */
export function serviceIcon({ health, verdict, recovered }: ServiceView): readonly ShapePart[] {
  return recovered !== null && health === 'healthy' ? RECOVERED_ICON : healthIcon(health, verdict.severity)
}

export const HEALTH_ICON_SIZE = SIZE

type IconPart = Omit<ShapePart, 'token'> & { readonly token: 'main' | 'cut' }

function stroke(d: string, token: 'main' | 'cut' = 'main', width = STROKE): IconPart {
  return { op: 'stroke', d, token, width }
}

function fill(d: string, token: 'main' | 'cut' = 'main'): IconPart {
  return { op: 'fill', d, token }
}

const TRIANGLE = polygon([
  [0, -6.6],
  [7, 5.9],
  [-7, 5.9],
])

/** Back after a loss: a turn that ends in an arrow. Angular as all that is a Service's. */
export const RECOVERED_ICON: readonly ShapePart[] = [
  { op: 'stroke', d: 'M-5.6 0V3.6L-2.8 6H2.8L6 2.8V-2.8L2.8 -6H-4.6', token: 'text-ready', width: STROKE },
  { op: 'stroke', d: 'M-2.2 -8.4L-4.8 -6L-2.2 -3.6', token: 'text-ready', width: STROKE },
]

/** Healthy by its counts, and still there is a warning: no check mark stands beside it. */
const WARNED_ICON: readonly IconPart[] = [
  stroke(TRIANGLE),
  stroke(strokes([[0, -2.2, 0, 1.6]]), 'main', 1.7),
  fill(roundedBox({ x: -0.95, y: 2.9, width: 1.9, height: 1.9 }, 0.6)),
]

/** `cut` is drawn in the colour of what the icon lies on. */
const HEALTH_ICONS: Readonly<Record<Health, readonly IconPart[]>> = {
  degraded: [
    fill(TRIANGLE),
    stroke(TRIANGLE, 'main', 1),
    stroke(strokes([[0, -2.2, 0, 1.6]]), 'cut', 1.7),
    fill(roundedBox({ x: -0.95, y: 2.9, width: 1.9, height: 1.9 }, 0.6), 'cut'),
  ],
  down: [
    fill(FILLED_SQUARE),
    stroke(
      strokes([
        [0, -3.4, 0, 3.2],
        [-2.8, 0.5, 0, 3.3],
        [2.8, 0.5, 0, 3.3],
      ]),
      'cut',
      1.7,
    ),
  ],
  empty: [stroke(SQUARE)],
  fallback: [
    stroke(SQUARE),
    fill(
      polygon([
        [-6, -6],
        [0, -6],
        [0, 6],
        [-6, 6],
      ]),
    ),
  ],
  external: [
    stroke('M1 -5H-3.5A1.5 1.5 0 0 0 -5 -3.5V3.5A1.5 1.5 0 0 0 -3.5 5H3.5A1.5 1.5 0 0 0 5 3.5V1'),
    stroke('M2.4 -6H6V-2.4M6 -6L0 0'),
  ],
  unmanaged: [stroke(SQUARE), stroke(strokes([[-2.8, 0, 2.8, 0]]))],
  unknown: [
    {
      ...stroke(
        polygon([
          [0, -6.8],
          [6.8, 0],
          [0, 6.8],
          [-6.8, 0],
        ]),
      ),
      dash: [2.9, 1.91],
    },
    fill(roundedBox({ x: -1, y: -1, width: 2, height: 2 }, 0.6)),
  ],
  healthy: [stroke('M-4.6 0.4L-1.5 3.5L4.8 -3.4')],
}
