/** Names without the beginning that all share, up to its last separator: eu-1a, eu-1b -> 1a, 1b. */
export function shortLabels(names: readonly string[]): readonly string[] {
  const first = names[0] ?? ''
  let shared = names.length > 1 ? first.length : 0
  for (const name of names) while (!name.startsWith(first.slice(0, shared))) shared -= 1
  const cut = 1 + Math.max(...['-', '.', '_', '/'].map(separator => first.slice(0, shared).lastIndexOf(separator)))
  return names.map(name => (name.length > cut ? name.slice(cut) : name))
}
