const STORED_AS = 'slicescope-recent'
const MOST = 8
const MOST_LENGTH = 500

/** A Service that was opened: the slug of its cluster, and its `namespace/name`. */
export interface Opened {
  readonly cluster: string
  readonly key: string
}

/** The Services opened last in this browser, newest first; none where it keeps nothing for pages. */
export function readRecent(storage: Pick<Storage, 'getItem'>): readonly Opened[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(STORED_AS) ?? '[]')
    return Array.isArray(stored) ? stored.filter(isOpened).slice(0, MOST) : []
  } catch {
    return []
  }
}

/** Puts a Service before the others. */
export function noteRecent(storage: Pick<Storage, 'getItem' | 'setItem'>, { cluster, key }: Opened): void {
  const others = readRecent(storage).filter(each => each.cluster !== cluster || each.key !== key)
  try {
    storage.setItem(STORED_AS, JSON.stringify([{ cluster, key }, ...others].slice(0, MOST)))
  } catch {
    // A browser that keeps nothing, or has no room left, shows no recent ones.
  }
}

function isOpened(each: unknown): each is Opened {
  if (typeof each !== 'object' || each === null || !('cluster' in each) || !('key' in each)) return false
  const { cluster, key } = each
  return typeof cluster === 'string' && typeof key === 'string' && key.length < MOST_LENGTH && key.includes('/')
}
