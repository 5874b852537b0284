import type { Page } from '@playwright/test'
import { type Measure, mean, quantile } from './measures.ts'

const TURNS = 90

/** Turns the wheel over an element to and fro, as fast as frames come; answers the times between frames in ms. */
export async function wheelFrames(page: Page, selector: string): Promise<readonly number[]> {
  const box = await page.locator(selector).first().boundingBox()
  if (box === null) throw new Error(`${selector} is not on the page`)
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.evaluate(() => globalThis.probe.startFrames())
  for (let turn = 0; turn < TURNS; turn += 1) {
    const distance = turn % 30 < 15 ? 40 : -40
    await Promise.all([page.mouse.wheel(0, distance), page.evaluate(() => globalThis.probe.afterFrame())])
  }
  return page.evaluate(() => globalThis.probe.stopFrames())
}

/** Two such rows of frames as one measure. */
export function framesMeasure(what: string, ours: readonly number[], floor: readonly number[]): Measure {
  const [slow, slowFloor] = [quantile(ours, 0.95), quantile(floor, 0.95)]
  const note = `p95 ${slow.toFixed(1)} ms, of the floor ${slowFloor.toFixed(1)} ms`
  return { what: `${what}, a frame in the mean`, value: mean(ours), floor: mean(floor), unit: 'ms', note }
}
