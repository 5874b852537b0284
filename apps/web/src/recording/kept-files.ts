import { setKeptMark } from './kept-mark.ts'
import type { GivenFile } from './worker-messages.ts'

/** A file that was opened, as it was: where it comes back it has the same name in paths. */
export interface KeptFile {
  readonly file: GivenFile
  readonly slug: string
  /** The names in paths that others had. */
  readonly taken: readonly string[]
}

interface Stored extends KeptFile {
  /** ms since the epoch. */
  readonly keptAt: number
}

const DATABASE = 'slicescope-files'
const STORE = 'files'
const MOST_FILES = 8
const MOST_BYTES = 256 * 1024 * 1024
const KEPT_MS = 7 * 86_400_000

/**
 * Files that were opened on this page, kept by the browser for this origin alone: the last few, for a week. A browser may
 * keep nothing for pages: then nothing is kept, and nothing fails.
 */
export class KeptFiles {
  #database: Promise<IDBDatabase> | null = null

  /** Whether this browser keeps files at all. */
  async canKeep(): Promise<boolean> {
    return this.#open().then(
      () => true,
      () => false,
    )
  }

  /** The oldest first. What is too old is dropped. */
  async all(): Promise<readonly KeptFile[]> {
    try {
      const stored = await this.#stored()
      const fresh = stored.filter(({ value }) => Date.now() - value.keptAt < KEPT_MS)
      await this.#drop(stored.filter(each => !fresh.includes(each)).map(({ key }) => key))
      return fresh.map(({ value }) => value)
    } catch {
      return []
    }
  }

  /** Answers whether it is kept; older ones make room for it. */
  async keep(kept: KeptFile): Promise<boolean> {
    if (kept.file.content.size > MOST_BYTES) return false
    try {
      const stored = await this.#stored()
      let bytes = kept.file.content.size
      const room = stored.toReversed().filter(({ value }, index) => {
        bytes += value.file.content.size
        return index < MOST_FILES - 1 && bytes <= MOST_BYTES
      })
      await this.#drop(stored.filter(each => !room.includes(each)).map(({ key }) => key))
      const value: Stored = { ...kept, keptAt: Date.now() }
      await this.#write(store => store.add(value))
      setKeptMark(true)
      return true
    } catch {
      return false
    }
  }

  /** None is kept any more. */
  async clear(): Promise<void> {
    try {
      await this.#write(store => store.clear())
      setKeptMark(false)
    } catch {
      // Where nothing can be kept, nothing is.
    }
  }

  async #stored(): Promise<readonly { readonly key: IDBValidKey; readonly value: Stored }[]> {
    const store = (await this.#open()).transaction(STORE).objectStore(STORE)
    const [keys, values] = await Promise.all([answerOf(store.getAllKeys()), answerOf<unknown[]>(store.getAll())])
    return values.flatMap((value, index) => {
      const key = keys[index]
      return key !== undefined && isStored(value) ? [{ key, value }] : []
    })
  }

  async #drop(keys: readonly IDBValidKey[]): Promise<void> {
    for (const key of keys) await this.#write(store => store.delete(key))
  }

  async #write(change: (store: IDBObjectStore) => IDBRequest): Promise<void> {
    const transaction = (await this.#open()).transaction(STORE, 'readwrite')
    const done = new Promise<void>((resolve, reject) => {
      transaction.addEventListener('complete', () => resolve())
      transaction.addEventListener('abort', () => reject(new Error('the browser did not keep it')))
    })
    change(transaction.objectStore(STORE))
    await done
  }

  #open(): Promise<IDBDatabase> {
    this.#database ??= openDatabase()
    return this.#database
  }
}

async function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1)
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore(STORE, { autoIncrement: true }))
  return answerOf(request)
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(new Error('the browser keeps nothing for this page')))
  })
}

/** Of this build or an earlier one. */
function isStored(value: unknown): value is Stored {
  return (
    typeof value === 'object' &&
    value !== null &&
    'file' in value &&
    'slug' in value &&
    'taken' in value &&
    'keptAt' in value
  )
}
