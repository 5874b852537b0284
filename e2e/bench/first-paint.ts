import type { Page } from '@playwright/test'
import { createSynthetic } from '@slicescope/demo-cluster'
import { startOwnCluster } from '../own-cluster.ts'
import type { BarePages } from './bare-pages.ts'
import type { BenchBrowser } from './bench-browser.ts'
import { measureLargePage } from './large-page.ts'
import { type Measure, median } from './measures.ts'
import { framesMeasure, wheelFrames } from './wheel-frames.ts'

const SIZES = [260, 5000] as const
const LOADS = 7

/** From the address to the first painted cell, and the frames of a pan, beside a bare canvas of as many cells; then what the last one costs. */
export async function measurePictures(browser: BenchBrowser, bare: BarePages): Promise<readonly Measure[]> {
  const storage = createSynthetic({ services: SIZES.length, podsPerService: SIZES, nodes: 200, zones: 3 })
  const cluster = await startOwnCluster(storage)
  try {
    const { url, launchUrl } = cluster.slicescope
    const page = await browser.open()
    await page.goto(launchUrl)
    const floor = await browser.open()
    const measures: Measure[] = []
    for (const [index, pods] of SIZES.entries()) {
      const address = `${url}/c/${cluster.slug}/ns/team-1/svc/service-${index + 1}`
      measures.push(...(await measurePicture({ page, address }, { page: floor, address: bare.canvas(pods) }, pods)))
    }
    const large = await measureLargePage({ page, floor, cluster, service: `service-${SIZES.length}` })
    return [...measures, ...large]
  } finally {
    await cluster.stop()
  }
}

interface Shown {
  readonly page: Page
  readonly address: string
}

async function measurePicture(ours: Shown, floor: Shown, pods: number): Promise<readonly Measure[]> {
  const value = await firstPaint(ours)
  const least = await firstPaint(floor)
  const frames = await wheelFrames(ours.page, '.react-flow__pane')
  const floorFrames = await wheelFrames(floor.page, 'canvas')
  return [
    { what: `first paint of ${pods} pods, median of ${LOADS} loads`, value, floor: least, unit: 'ms' },
    framesMeasure(`pan over ${pods} pods`, frames, floorFrames),
  ]
}

/** With the page's files in the browser's cache. */
async function firstPaint({ page, address }: Shown): Promise<number> {
  const times: number[] = []
  for (let load = 0; load <= LOADS; load += 1) {
    await page.goto('about:blank')
    await page.goto(address)
    await page.waitForFunction(() => globalThis.probe.pictureAt !== null)
    const time = await page.evaluate(() => (globalThis.probe.pictureAt ?? 0) - performance.timeOrigin)
    if (load > 0) times.push(time)
  }
  return median(times)
}
