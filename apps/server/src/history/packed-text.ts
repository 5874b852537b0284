import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

const COMPRESSION = {
  params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 },
}

/** For a column of bytes. */
export function pack(content: string | Uint8Array): Uint8Array {
  return zstdCompressSync(content, COMPRESSION)
}

/** @throws Error where the bytes are not those that were written: their checksum says so */
export function unpack(bytes: unknown): string {
  return unpackBytes(bytes).toString()
}

/** The same of what is no text. */
export function unpackBytes(bytes: unknown): Buffer {
  if (!(bytes instanceof Uint8Array)) throw new Error('a part of the history holds no bytes')
  return zstdDecompressSync(bytes)
}
