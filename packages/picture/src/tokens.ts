export type Theme = 'dark' | 'light'

/**
 * Every colour of the page and of pictures, by theme. Kinds: `text-*` at least 4.5:1 on every surface, `state-*` fills
 * at least 3:1 on every surface they stand on, `surface-*` what things lie on, the rest lines. `tokens.test.ts`
 * computes each pair.
 */
const DARK = {
  'text-strong': '#eaeff5',
  'text-normal': '#a3aebd',
  'text-faint': '#828d9c',
  'text-ready': '#8ee6da',
  'text-serving-terminating': '#f1c678',
  'text-not-ready': '#ff8f93',
  'text-terminating': '#b4b3f4',
  'text-unknown': '#b0a6a8',
  'text-warning': '#f0b355',
  'text-past': '#ffc457',
  /** Links, focus, selection. */
  accent: '#7fb4ff',
  /** Text on `accent`. */
  'on-accent': '#0a0d12',
  'state-ready': '#87f5e7',
  'state-serving-terminating': '#f1c678',
  'state-not-ready': '#d22532',
  'state-terminating': '#9998ea',
  'state-unknown': '#93898b',
  /** The cross on `state-not-ready`. */
  'on-not-ready': '#ffffff',
  'surface-page': '#0a0d12',
  'surface-panel': '#0e1218',
  'surface-card': '#131820',
  'surface-broken': '#1f1013',
  'surface-warning': '#1d160c',
  'surface-selected': '#142236',
  'surface-past': '#20190b',
  rule: '#222a35',
  'rule-strong': '#323c4a',
  /** Healthy edges, all the same. */
  edge: '#2b3441',
  /** The full part of a slice's fill line. */
  'fill-line': '#6b7685',
  'broken-border': '#8e2630',
  'warning-border': '#6b5223',
  /** Outline of not-ready cells, edges that lose endpoints. */
  loss: '#ff7a80',
  'past-frame': '#ffb224',
  /** Text on `past-frame`. */
  'on-past': '#17110a',
} as const

export type TokenName = keyof typeof DARK

const LIGHT: Readonly<Record<TokenName, string>> = {
  'text-strong': '#12171e',
  'text-normal': '#4a5563',
  'text-faint': '#626d7b',
  'text-ready': '#1f6d51',
  'text-serving-terminating': '#7a4f00',
  'text-not-ready': '#a3150c',
  'text-terminating': '#2d377c',
  'text-unknown': '#564e50',
  'text-warning': '#8f5600',
  'text-past': '#8a5200',
  accent: '#1459c0',
  'on-accent': '#ffffff',
  'state-ready': '#43997a',
  'state-serving-terminating': '#966202',
  'state-not-ready': '#a8140c',
  'state-terminating': '#2d377c',
  'state-unknown': '#564e50',
  'on-not-ready': '#ffffff',
  'surface-page': '#f4f6f8',
  'surface-panel': '#ffffff',
  'surface-card': '#ffffff',
  'surface-broken': '#fef4f2',
  'surface-warning': '#fdf6e7',
  'surface-selected': '#e9f1fd',
  'surface-past': '#fdf3df',
  rule: '#dde2e8',
  'rule-strong': '#c3cbd5',
  edge: '#d3dae2',
  'fill-line': '#6b7685',
  'broken-border': '#d9958d',
  'warning-border': '#dcbd83',
  loss: '#c4392c',
  'past-frame': '#c77700',
  'on-past': '#17110a',
}

/** The page writes them as custom properties `--<name>`; pictures as attributes. */
export const TOKENS: Readonly<Record<Theme, Readonly<Record<TokenName, string>>>> = { dark: DARK, light: LIGHT }
