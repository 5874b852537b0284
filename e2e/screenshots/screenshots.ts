import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { openPage } from '../browser/slicescope-test.ts'
import { ROOT } from '../house/root.ts'
import { startOwnCluster } from '../own-cluster.ts'
import config from '../playwright.config.ts'
import { type SlicescopeAddress, startSlicescope } from '../slicescope-process.ts'
import { compareRenderers } from './compare-renderers.ts'
import { contactSheet } from './contact-sheet.ts'
import { type State, STATES } from './states.ts'
import { createStillCluster } from './still-cluster.ts'

const THEMES = ['dark', 'light'] as const
const PHONE = { width: 390, height: 844 }
/** Of the smallest window that is promised, two laptops, and a large screen. */
const WINDOWS = [
  { width: 1024, height: 640 },
  { width: 1280, height: 720 },
  { width: 1440, height: 900 },
  { width: 2560, height: 1440 },
]
/** The picture or the table of a Service. */
const DRAWN = '.react-flow__node, [role=grid]'
/** A phone has no picture at first. */
const SAID = '[data-testid=verdict]'
/** Of a Service there are details, and what was recorded. */
const BESIDE = ['[data-testid=inspector] [role=tab]', '.strip-tool']
/** ms in which a picture comes to rest, or is taken as it is: clocks tick on. */
const REST_MS = 2_000

interface Clusters {
  readonly outage: Target
  readonly still: Target
}

interface Target {
  readonly address: SlicescopeAddress
  readonly slug: string
}

/**
 * `npm run e2e -- --screenshots [state ...]`: pictures of each state in both themes at five sizes, and all on one sheet;
 * before that (or for `renderers`) the pictures that are shared are drawn by rsvg-convert and by Chromium, and compared.
 * Answers the folder that they are in.
 */
export async function takeScreenshots(executablePath: string, names: readonly string[]): Promise<string> {
  const folder = join(ROOT, '.cache', 'screenshots')
  if (names.length === 0) await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const states = STATES.filter(({ name }) => names.length === 0 || names.includes(name))
  const own = await startOwnCluster(createStillCluster())
  const demo = await startSlicescope({ args: ['--demo', 'zone-outage'] })
  const { launchOptions } = config.use ?? {}
  const browser = await chromium.launch({ ...launchOptions, executablePath })
  try {
    const clusters = { outage: { address: demo, slug: 'demo' }, still: { address: own.slicescope, slug: own.slug } }
    if (names.length === 0 || names.includes('renderers')) await compareRenderers(browser, demo, folder)
    for (const state of states) await takeState(browser, { state, clusters, folder })
    await drawSheet(browser, folder)
  } finally {
    await Promise.all([browser.close(), demo.stop(), own.stop()])
  }
  return folder
}

interface Wanted {
  readonly state: State
  readonly clusters: Clusters
  readonly folder: string
}

async function takeState(browser: Browser, wanted: Wanted): Promise<void> {
  for (const theme of THEMES) {
    const look = { colorScheme: theme, reducedMotion: 'reduce' } as const
    const desk = await browser.newContext({ ...look, viewport: { width: 1440, height: 900 } })
    await takeSizes(desk, wanted, { theme, sizes: WINDOWS, isPhone: false })
    const phone = await browser.newContext({ ...look, viewport: PHONE, hasTouch: true, isMobile: true })
    await takeSizes(phone, wanted, { theme, sizes: [PHONE], isPhone: true })
  }
}

interface Look {
  readonly theme: string
  readonly sizes: readonly { readonly width: number; readonly height: number }[]
  readonly isPhone: boolean
}

async function takeSizes(context: BrowserContext, { state, clusters, folder }: Wanted, look: Look): Promise<void> {
  const { address, slug } = clusters[state.cluster]
  if (state.cluster === 'outage') await waitForOutage(address)
  const page = await context.newPage()
  await openPage(page, address)
  for (const size of look.sizes) {
    await page.setViewportSize(size)
    // As someone opens it who has this window.
    await page.goto(`${address.url}/c/${slug}${state.path}`)
    const signs = state.sign === undefined ? [look.isPhone ? SAID : DRAWN, ...BESIDE] : [state.sign]
    for (const sign of signs) await page.locator(sign).first().waitFor({ state: 'attached' })
    await state.enter?.(page, look.isPhone)
    const path = join(folder, `${state.name}-${look.theme}-${size.width}x${size.height}.png`)
    await writeFile(path, await rest(page))
  }
  await context.close()
}

/** The zone is down for half of the time. */
async function waitForOutage(demo: SlicescopeAddress): Promise<void> {
  for (;;) {
    const answer = await demo.get('/api/clusters/demo/namespaces/shop/services/checkout')
    if (answer.ok && (await answer.json()).health === 'degraded') return
    await new Promise(resolve => setTimeout(resolve, 1_000))
  }
}

/** The picture of the page once two in a row are alike. */
async function rest(page: Page): Promise<Buffer> {
  await page.evaluate(() => document.fonts.ready)
  const until = Date.now() + REST_MS
  let before = await page.screenshot()
  for (;;) {
    const next = await page.screenshot()
    if (next.equals(before) || Date.now() > until) return next
    before = next
  }
}

async function drawSheet(browser: Browser, folder: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 3400, height: 2000 } })
  const file = join(folder, 'contact-sheet.html')
  const sizes = [...WINDOWS, PHONE].map(({ width, height }) => `${width}x${height}`)
  await writeFile(file, contactSheet({ states: STATES.map(({ name }) => name), themes: THEMES, sizes }))
  await page.goto(`file://${file}`)
  await page.screenshot({ path: join(folder, 'contact-sheet.png'), fullPage: true })
}
