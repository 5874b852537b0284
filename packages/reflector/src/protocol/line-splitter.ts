/** Objects are at most 1.5 MB in etcd, and JSON takes at most a few times that. What is longer is no object. */
const MAX_LINE = 64 * 1024 * 1024

const NEWLINE = 0x0a

/**
 * Cuts a stream of bytes into lines, wherever the chunks were cut. Works on bytes, so that a character of several
 * bytes may be split; a line that is not UTF-8 throws.
 */
export class LineSplitter {
  #parts: Uint8Array[] = []
  #length = 0
  readonly #text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

  /** The lines that end in this chunk, without their newline. Empty ones are left out. */
  push(chunk: Uint8Array): readonly string[] {
    const lines: string[] = []
    let start = 0
    for (;;) {
      const end = chunk.indexOf(NEWLINE, start)
      if (end === -1) break
      this.#keep(chunk.subarray(start, end))
      const line = this.#take()
      if (line !== '') lines.push(line)
      start = end + 1
    }
    if (start < chunk.length) this.#keep(chunk.subarray(start))
    return lines
  }

  /** Whether bytes wait for the end of their line. */
  get isInsideLine(): boolean {
    return this.#length > 0
  }

  #keep(part: Uint8Array): void {
    this.#length += part.length
    if (this.#length > MAX_LINE) throw new Error('a line is longer than any object can be')
    this.#parts.push(part)
  }

  #take(): string {
    const parts = this.#parts
    const [only] = parts
    const bytes = parts.length === 1 && only !== undefined ? only : Buffer.concat(parts, this.#length)
    this.#parts = []
    this.#length = 0
    return this.#text.decode(bytes)
  }
}
