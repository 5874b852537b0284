/** An object as the API serves it. */
export interface ApiObject {
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly resourceVersion: string }
}

export interface ApiEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly object: ApiObject
  readonly version: number
}

/** One page, of the moment of the first one. */
interface Continuation {
  readonly version: number
  readonly rest: readonly ApiObject[]
}

/** One resource as kube-apiserver keeps it: objects, and the changes that a watch may still ask for. */
export class ApiState {
  readonly #objects = new Map<string, ApiObject>()
  readonly #continuations = new Map<string, Continuation>()
  readonly #listeners = new Set<(event: ApiEvent) => void>()
  #events: ApiEvent[] = []
  #version = 100
  /** Changes up to here are forgotten. */
  #compacted = 100
  #tokens = 0

  get version(): number {
    return this.#version
  }

  objects(): readonly ApiObject[] {
    return [...this.#objects.values()]
  }

  get(key: string): ApiObject | undefined {
    return this.#objects.get(key)
  }

  /** Writes `make(resourceVersion)` under the key. */
  write(key: string, make: (resourceVersion: string) => ApiObject): void {
    const type = this.#objects.has(key) ? 'MODIFIED' : 'ADDED'
    this.#version += 1
    const object = make(String(this.#version))
    this.#objects.set(key, object)
    this.#tell({ type, object, version: this.#version })
  }

  remove(key: string): void {
    const last = this.#objects.get(key)
    if (last === undefined) return
    this.#version += 1
    this.#objects.delete(key)
    const object = { ...last, metadata: { ...last.metadata, resourceVersion: String(this.#version) } }
    this.#tell({ type: 'DELETED', object, version: this.#version })
  }

  /** No watch gets what `change` writes, now or later. */
  hide(change: () => void): void {
    const [listeners, events] = [[...this.#listeners], this.#events]
    this.#listeners.clear()
    this.#events = []
    change()
    this.#events = events
    for (const listener of listeners) this.#listeners.add(listener)
  }

  /** Forgets all changes so far: older watches and continue tokens have expired. */
  compact(): void {
    this.#compacted = this.#version
    this.#events = []
    this.#continuations.clear()
  }

  /** The changes after a version, or null when they are forgotten. */
  since(version: number): readonly ApiEvent[] | null {
    if (version < this.#compacted) return null
    return this.#events.filter(event => event.version > version)
  }

  /** null for a token that has expired. */
  list(
    limit: number,
    token: string | null,
  ): { items: readonly ApiObject[]; token: string; rest: number; version: number } | null {
    const from = token === null ? { version: this.#version, rest: this.objects() } : this.#continuations.get(token)
    if (from === undefined) return null
    const items = from.rest.slice(0, limit)
    const rest = from.rest.slice(limit)
    if (rest.length === 0) return { items, token: '', rest: 0, version: from.version }
    const next = `t${(this.#tokens += 1)}`
    this.#continuations.set(next, { version: from.version, rest })
    return { items, token: next, rest: rest.length, version: from.version }
  }

  subscribe(listener: (event: ApiEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #tell(event: ApiEvent): void {
    this.#events.push(event)
    for (const listener of this.#listeners) listener(event)
  }
}
