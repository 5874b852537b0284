import { test as base, expect, type Page } from '@playwright/test'
import { type SlicescopeProcess, startSlicescope } from '../slicescope-process.ts'

interface WorkerFixtures {
  /** A server over the demo cluster, one for all tests of a worker. */
  readonly demo: SlicescopeProcess
}

interface TestFixtures {
  /** Fails the test when the page throws, logs an error, or asks for anything from another origin. */
  readonly strictPage: Page
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  demo: [
    async ({}, use) => {
      const demo = await startSlicescope({ args: ['--demo', 'shop'] })
      await use(demo)
      await demo.stop()
    },
    { scope: 'worker' },
  ],
  strictPage: async ({ page }, use) => {
    const troubles: string[] = []
    page.on('pageerror', error => troubles.push(`page error: ${error.message}`))
    page.on('console', message => {
      if (message.type() === 'error') troubles.push(`console error: ${message.text()}`)
    })
    page.on('request', request => {
      const url = new URL(request.url())
      if (url.protocol.startsWith('http') && url.hostname !== '127.0.0.1') troubles.push(`request to ${url.origin}`)
    })
    await use(page)
    expect(troubles).toEqual([])
  },
})

export { expect }
