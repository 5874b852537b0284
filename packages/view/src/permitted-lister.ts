import type { Lister } from '@slicescope/model'

/** A Lister that holds what is visible and nothing else. */
export function permittedLister<T, I extends string>(
  lister: Lister<T, I>,
  isVisible: (object: T) => boolean,
): Lister<T, I> {
  const visible = () => [...lister.list()].filter(isVisible)
  const byIndex = (index: I, value: string) => lister.byIndex(index, value).filter(isVisible)
  return {
    get size() {
      return visible().length
    },
    get: key => {
      const object = lister.get(key)
      return object !== undefined && isVisible(object) ? object : undefined
    },
    list: () => visible()[Symbol.iterator](),
    byIndex,
    countByIndex: (index, value) => byIndex(index, value).length,
    indexValues: index =>
      [...lister.indexValues(index)].filter(value => byIndex(index, value).length > 0)[Symbol.iterator](),
  }
}
