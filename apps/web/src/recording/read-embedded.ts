const MOST_PACKED = 64 * 2 ** 20

/** The bytes of the recording that the file holds: in base64, in an element that is no script. */
export function readEmbedded(): Uint8Array<ArrayBuffer> {
  const packed = document.querySelector('#recording')?.textContent?.trim() ?? ''
  if (packed === '') throw new Error('This file holds no recording: save it again.')
  if (packed.length > (MOST_PACKED / 3) * 4)
    throw new Error('This recording is larger than 64 MB: save a shorter range.')
  const text = atob(packed)
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at)
  return bytes
}
