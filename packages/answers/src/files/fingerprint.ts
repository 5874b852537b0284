/** 12 hexadecimal digits that differ with the bytes: two hashes (FNV-1a) with different beginnings. */
export function fingerprint(bytes: Uint8Array): string {
  let [first, second] = [0x81_1c_9d_c5, 0x05_0c_5d_1f]
  for (const byte of bytes) {
    first = Math.imul(first ^ byte, 0x01_00_01_93)
    second = Math.imul(second ^ byte, 0x01_00_01_93)
  }
  return `${digits(first)}${digits(second)}`.slice(0, 12)
}

function digits(hash: number): string {
  return (hash >>> 0).toString(16).padStart(8, '0')
}
