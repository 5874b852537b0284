import { chromium, type Page } from '@playwright/test'
import config from '../playwright.config.ts'
import { ensureChromium } from '../house/chromium.ts'
import { addProbe } from './page-probe.ts'

/** A real Chromium as the browser tests start it. */
export interface BenchBrowser {
  /** A new page with a probe in all its documents, apart from all others. */
  open(): Promise<Page>
  stop(): Promise<void>
}

export async function startBenchBrowser(): Promise<BenchBrowser> {
  const { launchOptions, viewport, colorScheme } = config.use ?? {}
  const browser = await chromium.launch({ ...launchOptions, executablePath: await ensureChromium() })
  return {
    open: async () => {
      const context = await browser.newContext({
        ...(viewport === undefined ? {} : { viewport }),
        ...(colorScheme === undefined ? {} : { colorScheme }),
        reducedMotion: 'reduce',
      })
      const page = await context.newPage()
      await addProbe(page)
      return page
    },
    stop: () => browser.close(),
  }
}
