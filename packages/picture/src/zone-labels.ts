/** Names without the beginning that all share, up to its last separator: eu-1a, eu-1b -> 1a, 1b. */
export function shortLabels(names: readonly string[]): readonly string[] {
  const first = names[0] ?? ''
  let shared = names.length > 1 ? first.length : 0
  for (const name of names) while (!name.startsWith(first.slice(0, shared))) shared -= 1
  const cut = 1 + Math.max(...['-', '.', '_', '/'].map(separator => first.slice(0, shared).lastIndexOf(separator)))
  return names.map(name => (name.length > cut ? name.slice(cut) : name))
}

/** Names of nodes without the domain that all share: ip-10-0-1-7.eu-west-1.compute.internal -> ip-10-0-1-7. */
export function nodeLabels(names: readonly string[]): ReadonlyMap<string, string> {
  const domains = new Set(names.map(name => name.slice(name.indexOf('.'))))
  const isShared = domains.size === 1 && names.every(name => name.includes('.'))
  return new Map(names.map(name => [name, isShared ? name.slice(0, name.indexOf('.')) : name]))
}
