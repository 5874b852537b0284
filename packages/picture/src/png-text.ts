/** What the first bytes of every PNG are. */
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const
/** Signature, and the chunk IHDR, which is always first and always as long. */
const AFTER_HEADER = 8 + 25

/**
 * The PNG with texts in it that tools show and search finds (iTXt, UTF-8). Keywords are ASCII, 79 characters at most.
 * @throws Error for bytes that are no PNG.
 */
export function withPngText(png: Uint8Array, texts: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  if (SIGNATURE.some((byte, index) => png[index] !== byte)) throw new Error('This is not a PNG file.')
  const chunks = Object.entries(texts).map(([keyword, words]) => textChunk(keyword, words))
  const parts = [png.subarray(0, AFTER_HEADER), ...chunks, png.subarray(AFTER_HEADER)]
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function textChunk(keyword: string, words: string): Uint8Array {
  // Keyword, then: not compressed, no language, no translated keyword.
  return chunk('iTXt', [...utf8(keyword), 0, 0, 0, 0, 0, ...utf8(words)])
}

function chunk(type: string, content: readonly number[]): Uint8Array {
  const body = [...utf8(type), ...content]
  return Uint8Array.from([...uint32(content.length), ...body, ...uint32(crc32(body))])
}

function uint32(value: number): readonly number[] {
  return [24, 16, 8, 0].map(shift => (value >>> shift) & 0xff)
}

function utf8(text: string): readonly number[] {
  const escaped = encodeURIComponent(text.toWellFormed())
  const bytes: number[] = []
  for (let at = 0; at < escaped.length; at++) {
    if (escaped[at] === '%') {
      bytes.push(Number.parseInt(escaped.slice(at + 1, at + 3), 16))
      at += 2
    } else bytes.push(escaped.codePointAt(at) ?? 0)
  }
  return bytes
}

/** As the PNG specification has it. */
function crc32(bytes: readonly number[]): number {
  let crc = 0xff_ff_ff_ff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xed_b8_83_20 : crc >>> 1
  }
  return (crc ^ 0xff_ff_ff_ff) >>> 0
}
