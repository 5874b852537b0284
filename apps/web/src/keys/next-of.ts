/** The item `step` places behind `current`, round and round; the first or the last one where `current` is none of them. */
export function nextOf<Item>(items: readonly Item[], current: Item | null, step: 1 | -1): Item | undefined {
  const at = current === null ? -1 : items.indexOf(current)
  if (at < 0) return step === 1 ? items[0] : items.at(-1)
  return items[(at + step + items.length) % items.length]
}
