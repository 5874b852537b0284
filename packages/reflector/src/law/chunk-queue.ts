/** Bytes that one side pushes and the other reads, as a response body is. */
export class ChunkQueue implements AsyncIterable<Uint8Array> {
  readonly #chunks: Uint8Array[] = []
  #end: { readonly error: Error | null } | null = null
  #wake: (() => void) | null = null

  push(chunk: Uint8Array): void {
    if (this.#end !== null) return
    this.#chunks.push(chunk)
    this.#wake?.()
  }

  /** Ends it, with an error if it breaks. What was pushed before is still read. */
  end(error: Error | null = null): void {
    this.#end ??= { error }
    this.#wake?.()
  }

  get isEnded(): boolean {
    return this.#end !== null
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const chunk = this.#chunks.shift()
        if (chunk !== undefined) yield chunk
        else if (this.#end === null) await this.#pushed()
        else if (this.#end.error === null) return
        else throw this.#end.error
      }
    } finally {
      this.end()
    }
  }

  #pushed(): Promise<void> {
    return new Promise(resolve => {
      this.#wake = resolve
    })
  }
}
