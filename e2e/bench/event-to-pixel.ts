import type { Page } from '@playwright/test'
import type { BenchBrowser } from './bench-browser.ts'
import { type LiveTarget, startLiveTarget } from './live-target.ts'
import { type Measure, median, quantile } from './measures.ts'
import { clockOffset, now } from './page-probe.ts'

const WARM_UP = 8
const CHANGES = 80

/**
 * From an event of the API server, as a bare watch hears it, to the changed pixel, one change at a time. The floor is
 * what `kubectl get -w` takes to its line (without Go: the bare watch itself), and a frame.
 */
export async function measureEventToPixel(browser: BenchBrowser, hasGo: boolean): Promise<readonly Measure[]> {
  const target = await startLiveTarget(hasGo)
  try {
    const page = await browser.open()
    await page.goto(target.slicescope.launchUrl)
    await page.goto(`${target.slicescope.url}/c/${target.slug}/ns/live/svc/web`)
    await page.waitForFunction(() => globalThis.probe.pictureAt !== null)
    return await measureChanges(page, target)
  } finally {
    await target.stop()
  }
}

async function measureChanges(page: Page, target: LiveTarget): Promise<readonly Measure[]> {
  const offset = await clockOffset(page)
  const frame = await frameTime(page)
  const pixels: number[] = []
  const floors: number[] = []
  for (let change = 0; change < WARM_UP + CHANGES; change += 1) {
    await page.evaluate(() => globalThis.probe.watchPicture())
    const [event, line] = await target.change()
    const pixel = (await page.evaluate(() => globalThis.probe.changedAt)) + offset
    if (change >= WARM_UP) {
      pixels.push(pixel - event)
      floors.push(line - event + frame)
    }
    await rest(page)
  }
  const note = `${CHANGES} changes; floor: ${target.floor} + one frame of ${frame.toFixed(1)} ms`
  return [
    { what: 'event to changed pixel, median', value: median(pixels), floor: median(floors), unit: 'ms', note },
    { what: 'event to changed pixel, p95', value: quantile(pixels, 0.95), floor: quantile(floors, 0.95), unit: 'ms' },
  ]
}

async function frameTime(page: Page): Promise<number> {
  await page.evaluate(() => globalThis.probe.startFrames())
  for (let frame = 0; frame < 30; frame += 1) await page.evaluate(() => globalThis.probe.afterFrame())
  return median(await page.evaluate(() => globalThis.probe.stopFrames()))
}

/** Some time, so that changes fall anywhere between two frames. */
async function rest(page: Page): Promise<void> {
  const end = now() + 60 + 40 * Math.random()
  while (now() < end) await page.evaluate(() => globalThis.probe.afterFrame())
  await page.evaluate(ms => new Promise(resolve => setTimeout(resolve, ms)), 17 * Math.random())
}
