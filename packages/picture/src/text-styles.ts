/** The few styles that text is set in; sizes in px, line heights where text can wrap. */
export interface TextStyleRule {
  readonly family: 'sans' | 'mono'
  readonly size: number
  readonly weight: number
  readonly lineHeight: number
}

export const TEXT_STYLES = {
  verdict: { family: 'sans', size: 20, weight: 650, lineHeight: 28 },
  count: { family: 'sans', size: 24, weight: 650, lineHeight: 28 },
  name: { family: 'sans', size: 15, weight: 650, lineHeight: 20 },
  title: { family: 'sans', size: 13, weight: 650, lineHeight: 20 },
  body: { family: 'sans', size: 13, weight: 400, lineHeight: 20 },
  meta: { family: 'sans', size: 12, weight: 400, lineHeight: 16 },
  metaStrong: { family: 'sans', size: 12, weight: 650, lineHeight: 16 },
  small: { family: 'sans', size: 11, weight: 400, lineHeight: 16 },
  smallStrong: { family: 'sans', size: 11, weight: 650, lineHeight: 16 },
  code: { family: 'mono', size: 12, weight: 500, lineHeight: 16 },
  smallCode: { family: 'mono', size: 11, weight: 400, lineHeight: 16 },
  node: { family: 'mono', size: 10, weight: 400, lineHeight: 14 },
  nodeStrong: { family: 'mono', size: 10, weight: 700, lineHeight: 14 },
  tiniest: { family: 'sans', size: 10, weight: 650, lineHeight: 12 },
  tiny: { family: 'sans', size: 10, weight: 650, lineHeight: 14 },
} as const satisfies Readonly<Record<string, TextStyleRule>>

export type TextStyle = keyof typeof TEXT_STYLES

/** Families as CSS and SVG take them; what stands behind the first is no wider than it, where it is at hand. */
export const FONT_FAMILIES = {
  sans: "'Inter Variable', Inter, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif",
  mono: "'JetBrains Mono Variable', 'JetBrains Mono', Menlo, Consolas, 'Liberation Mono', monospace",
} as const
