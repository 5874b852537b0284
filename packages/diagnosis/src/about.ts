function codes(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map(name => `SC-${name}`))
}

/** Findings by which clients get no answer, or the wrong one, although slices list ready endpoints. */
export const ABOUT_TRAFFIC: ReadonlySet<string> = codes([
  'C7',
  'C8',
  'E1',
  'E2',
  'E5',
  'E7',
  'E8',
  'E9',
  'E11',
  'G2',
  'G3',
  'G4',
  'G15',
  'G16',
  'G31',
])

/** Findings by which names of the Service or its pods do not resolve as people expect. */
export const ABOUT_DNS: ReadonlySet<string> = codes(['F1', 'F2', 'F3', 'F4', 'F5'])
