/** How bytes are packed and unpacked where this runs: a server and a browser have it in different forms. */
export interface Packing {
  /** For a journal in memory, which alone reads it. */
  pack(text: string): Promise<Uint8Array>
  unpack(bytes: Uint8Array): Promise<string>
  /** The text of a gzip file, or of one member of it, in UTF-8; why there is none, where it has more than `most` bytes or is damaged. */
  gunzip(bytes: Uint8Array, most: number): Promise<Unpacked | 'too-large' | 'damaged'>
  /** The same of a zstd frame that says how long its content is. */
  unzstd(bytes: Uint8Array, most: number): Promise<Unpacked | 'too-large' | 'damaged'>
}

export interface Unpacked {
  readonly text: string
  /** Before it was decoded, in bytes. */
  readonly size: number
}
