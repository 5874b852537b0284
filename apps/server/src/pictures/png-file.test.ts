import { Resvg } from '@resvg/resvg-js'
import { expect, test } from 'vitest'
import { drawPng, encodePng } from './png-file.ts'

const SQUARE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"><path d="M0 0H3V2H0Z" fill="#102030"/><path d="M1 0H2V1H1Z" fill="#f00"/></svg>'

test('a picture as PNG shows what the SVG does: another decoder reads the same pixels', async () => {
  const drawn = new Resvg(SQUARE).render()
  const png = Buffer.from(await drawPng(SQUARE)).toString('base64')
  const shown = `<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"><image width="3" height="2" image-rendering="optimizeSpeed" href="data:image/png;base64,${png}"/></svg>`
  expect([...new Resvg(shown).render().pixels]).toEqual([...drawn.pixels])
  expect([...drawn.pixels.subarray(4, 8)]).toEqual([255, 0, 0, 255])
})

test('a PNG states its size, and ends as PNG files do', async () => {
  const png = Buffer.from(await encodePng({ width: 1, height: 1, pixels: Uint8Array.of(1, 2, 3, 255) }))
  expect(png.subarray(0, 8).toString('latin1')).toBe('\u0089PNG\r\n\u001A\n')
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1, 1])
  // The checksum of IEND is a known constant.
  expect(png.subarray(-4).toString('hex')).toBe('ae426082')
})
