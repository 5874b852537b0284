import { promisify } from 'node:util'
import { crc32, deflate } from 'node:zlib'
import { renderAsync } from '@resvg/resvg-js'

/** The picture of an SVG as PNG, without its transparency. Threads of libuv draw and pack it; other requests go on meanwhile. */
export async function drawPng(svg: string): Promise<Uint8Array> {
  return encodePng(await renderAsync(svg, { font: { loadSystemFonts: false } }))
}

export interface Pixels {
  readonly width: number
  readonly height: number
  /** Red, green, blue and opacity of each, from the upper left, row by row. */
  readonly pixels: Uint8Array
}

/** Drawings are flat: no filter, and little effort in packing, make a smaller file than much of both, in a third of the time. */
export async function encodePng({ width, height, pixels }: Pixels): Promise<Uint8Array> {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // 8 bits a channel, three channels.
  header.set([8, 2], 8)
  const data = await promisify(deflate)(scanlines({ width, height, pixels }), { level: 3 })
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))])
}

const SIGNATURE = Buffer.from('\u0089PNG\r\n\u001A\n', 'latin1')

/** Each row behind the number of its filter, which is none. */
function scanlines({ width, height, pixels }: Pixels): Buffer {
  const lines = Buffer.alloc(height * (1 + 3 * width))
  let to = 0
  let from = 0
  for (let row = 0; row < height; row += 1) {
    to += 1
    for (const end = to + 3 * width; to < end; to += 3, from += 4) {
      lines[to] = pixels[from] ?? 0
      lines[to + 1] = pixels[from + 1] ?? 0
      lines[to + 2] = pixels[from + 2] ?? 0
    }
  }
  return lines
}

function chunk(type: string, content: Buffer): Buffer {
  const whole = Buffer.alloc(content.length + 12)
  whole.writeUInt32BE(content.length, 0)
  whole.write(type, 4, 'latin1')
  whole.set(content, 8)
  whole.writeUInt32BE(crc32(whole.subarray(4, content.length + 8)), content.length + 8)
  return whole
}
