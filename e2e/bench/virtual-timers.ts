interface Planned {
  readonly at: number
  readonly task: () => void
}

/** A clock that is moved by hand; what is due runs when it is. */
export class VirtualTimers {
  #now = Date.UTC(2026, 0, 1, 3)
  #planned: Planned[] = []

  now(): number {
    return this.#now
  }

  after(ms: number, task: () => void): () => void {
    const planned = { at: this.#now + ms, task }
    this.#planned.push(planned)
    return () => {
      this.#planned = this.#planned.filter(each => each !== planned)
    }
  }

  move(ms: number): void {
    this.#now += ms
    const due = this.#planned.filter(({ at }) => at <= this.#now)
    this.#planned = this.#planned.filter(({ at }) => at > this.#now)
    for (const { task } of due) task()
  }
}
