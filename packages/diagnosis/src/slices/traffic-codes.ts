/** Findings that tell of traffic to what is gone or cannot answer: a warning at least, whatever is lost. */
export const TRAFFIC_CODES: ReadonlySet<string> = new Set(
  ['E1', 'E2', 'E8', 'E9', 'C7', 'C8', 'F1', 'F4', 'G2', 'G3', 'G10', 'G15', 'G16'].map(code => `SC-${code}`),
)
