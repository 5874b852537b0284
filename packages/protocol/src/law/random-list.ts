import type { Entity } from '../list-change.ts'
import type { Random } from '@slicescope/view/random'

const KEYS = 12

/**
 * What a list may become in one step: entities go, come, change and move, all at once now and then, and rarely a key
 * stands twice. `make` gives an entity of that key, another one each time.
 */
export function randomStep<E extends Entity>(
  random: Random,
  before: readonly E[],
  make: (key: string, random: Random) => E,
): E[] {
  if (random.oneIn(12)) return []
  const list = before.flatMap(entity => (random.oneIn(6) ? [] : [random.oneIn(5) ? make(entity.key, random) : entity]))
  for (let newcomers = random.below(3); newcomers > 0; newcomers -= 1) {
    const key = `k${random.below(KEYS)}`
    if (!list.some(entity => entity.key === key) || random.oneIn(20))
      list.splice(random.below(list.length + 1), 0, make(key, random))
  }
  for (let moves = random.below(3); moves > 0; moves -= 1) {
    const [moved] = list.splice(random.below(list.length), 1)
    if (moved !== undefined) list.splice(random.below(list.length + 1), 0, moved)
  }
  return random.oneIn(15) ? list.toReversed() : list
}
