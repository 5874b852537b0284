import type { Page } from '@playwright/test'
import { createSynthetic } from '@slicescope/demo-cluster'
import { startOwnCluster } from '../own-cluster.ts'
import type { BarePages } from './bare-pages.ts'
import type { BenchBrowser } from './bench-browser.ts'
import { type Measure, median } from './measures.ts'
import { framesMeasure, wheelFrames } from './wheel-frames.ts'

const SERVICES = 10_000
const LOADS = 5
const KEYS = ['7', '77', '777', '77', '7', ''] as const

/**
 * The list of 10,000 Services: from the address to the first row, the frames of scrolling, and from a key in the filter
 * to the filtered rows; beside a page that fetches the same rows and writes 40 lines of them.
 */
export async function measureServiceList(browser: BenchBrowser, bare: BarePages): Promise<readonly Measure[]> {
  const cluster = await startOwnCluster(
    createSynthetic({ services: SERVICES, podsPerService: 2, nodes: 200, zones: 3 }),
  )
  try {
    const { slicescope, slug } = cluster
    const rows = await (await whenListed(() => slicescope.get(`/api/clusters/${slug}/services`))).text()
    bare.setRows(rows)
    const page = await browser.open()
    await page.goto(slicescope.launchUrl)
    const floor = await browser.open()
    const ours = await measureList(
      page,
      `${slicescope.url}/c/${slug}/ns/team-1/svc/service-1`,
      '[aria-label="Filter Services"]',
    )
    const least = await measureList(floor, bare.list, 'input')
    const note = `${(rows.length / 1e6).toFixed(1)} MB of rows as JSON`
    return [
      { what: `list of ${SERVICES} Services, first rows`, value: ours.rows, floor: least.rows, unit: 'ms', note },
      framesMeasure('scrolling it', ours.frames, least.frames),
      { what: 'a key in its filter, median', value: ours.key, floor: least.key, unit: 'ms' },
    ]
  } finally {
    await cluster.stop()
  }
}

/** The server answers 503 until it has listed the cluster. */
async function whenListed(ask: () => Promise<Response>): Promise<Response> {
  for (;;) {
    const answer = await ask()
    if (answer.status !== 503) return answer
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

async function measureList(page: Page, address: string, filter: string) {
  const times: number[] = []
  for (let load = 0; load <= LOADS; load += 1) {
    await page.goto('about:blank')
    await page.goto(address)
    await page.waitForFunction(() => globalThis.probe.rowsAt !== null)
    const time = await page.evaluate(() => (globalThis.probe.rowsAt ?? 0) - performance.timeOrigin)
    if (load > 0) times.push(time)
  }
  const frames = await wheelFrames(page, '.list-scroll')
  return { rows: median(times), frames, key: await keyTime(page, filter) }
}

/** From an input event to the end of its frame. */
async function keyTime(page: Page, filter: string): Promise<number> {
  const input = page.locator(filter)
  const times: number[] = []
  for (const text of KEYS) {
    await page.evaluate(() => globalThis.probe.watchInput())
    await input.fill(text)
    times.push(await page.evaluate(() => globalThis.probe.inputTime))
  }
  return median(times)
}
