import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { waitFor } from '@slicescope/control-plane'
import { findOnPath, installFromDebian } from '../house/debian.ts'
import { runCommand } from '../house/run-command.ts'
import type { SlicescopeAddress } from '../slicescope-process.ts'

const PICTURE = '/api/clusters/demo/namespaces/shop/services/checkout/picture.svg'
const LOOKS = [
  { name: 'chat-dark', query: 'format=chat&theme=dark' },
  { name: 'full-light', query: 'format=full&theme=light' },
]
/** Of all pixels; edges are smoothed in different ways. */
const MOST_DIFFERING = 0.005

/** A server that has just started has listed nothing yet. */
async function pictureOf(demo: SlicescopeAddress, query: string): Promise<string> {
  const response = await waitFor(
    async () => {
      const answer = await demo.get(`${PICTURE}?${query}`)
      return answer.ok && answer
    },
    { what: 'the picture of checkout' },
  )
  return response.text()
}

/**
 * Draws pictures that the server gave away with rsvg-convert and with Chromium, into `folder`, and compares them by pixels.
 * @throws Error that names a picture which differs in more than a few pixels.
 */
export async function compareRenderers(browser: Browser, demo: SlicescopeAddress, folder: string): Promise<void> {
  const rsvg = await ensureRsvg()
  const page = await browser.newPage()
  for (const { name, query } of LOOKS) {
    const svg = await pictureOf(demo, query)
    const [source, drawn] = [join(folder, `rsvg-${name}.svg`), join(folder, `rsvg-${name}.png`)]
    await writeFile(source, svg)
    const { code, output } = await runCommand(rsvg, ['--output', drawn, source], { quiet: true })
    if (code !== 0) throw new Error(`rsvg-convert cannot draw ${source}: ${output}`)
    const share = await differingShare(page, svg, await readFile(drawn))
    process.stdout.write(`rsvg-convert and Chromium: ${(100 * share).toFixed(3)} % of ${name}'s pixels differ\n`)
    if (share > MOST_DIFFERING)
      throw new Error(`rsvg-convert and Chromium draw ${source} differently: compare ${drawn}.`)
  }
  await page.close()
}

async function ensureRsvg(): Promise<string> {
  const names = ['rsvg-convert']
  const found = findOnPath(names) ?? (await installFromDebian('librsvg2-bin').then(() => findOnPath(names)))
  if (found === undefined)
    throw new Error('No rsvg-convert was found: install it (on Debian: apt-get install librsvg2-bin).')
  return found
}

/** Which share of the pixels differs by more than smoothing does; all where the sizes differ. */
async function differingShare(page: Page, svg: string, png: Buffer): Promise<number> {
  const urls = [
    `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`,
    `data:image/png;base64,${png.toString('base64')}`,
  ]
  return page.evaluate(async sources => {
    const pixels = await Promise.all(
      sources.map(async source => {
        const image = new Image()
        image.src = source
        await image.decode()
        const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight)
        const context = canvas.getContext('2d')
        context?.drawImage(image, 0, 0)
        return context?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray()
      }),
    )
    const [one = new Uint8ClampedArray(), other = new Uint8ClampedArray()] = pixels
    if (one.length !== other.length || one.length === 0) return 1
    let differing = 0
    for (let at = 0; at < one.length; at += 4)
      if ([0, 1, 2].some(part => Math.abs((one[at + part] ?? 0) - (other[at + part] ?? 0)) > 80)) differing += 1
    return differing / (one.length / 4)
  }, urls)
}
