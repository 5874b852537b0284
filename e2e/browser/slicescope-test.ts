import { join } from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'
import { type ApiServer, startApiServer, type Storage } from '@slicescope/demo-cluster'
import { type OwnCluster, startOwnCluster } from '../own-cluster.ts'
import { type SlicescopeAddress, type SlicescopeProcess, startSlicescope } from '../slicescope-process.ts'
import { sharedDemo } from './shared-demo.ts'

interface WorkerFixtures {
  /** A server over the demo cluster, one for all tests: they only look at it. */
  readonly demo: SlicescopeAddress
}

interface TestFixtures {
  /** As startOwnCluster; what a test starts ends with it, however it ends. */
  readonly startOwn: typeof startOwnCluster
  /** An API server alone: writes a kubeconfig for it into the folder and answers its path. */
  readonly startApi: (storage: Storage, folder: string) => Promise<string>
  /** As startSlicescope, likewise. */
  readonly start: typeof startSlicescope
  /** Fails the test when the page throws, logs an error, breaks its CSP, or asks for anything from another origin. */
  readonly strictPage: Page
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  demo: [
    // Playwright reads from the pattern which fixtures are wanted: none.
    // oxlint-disable-next-line eslint/no-empty-pattern
    async ({}, use) => {
      await use(sharedDemo())
    },
    { scope: 'worker' },
  ],
  // oxlint-disable-next-line eslint/no-empty-pattern -- as above
  startOwn: async ({}, use) => {
    const started: OwnCluster[] = []
    await use(async (storage, user) => {
      const own = await startOwnCluster(storage, user)
      started.push(own)
      return own
    })
    await Promise.all(started.map(own => own.stop()))
  },
  // oxlint-disable-next-line eslint/no-empty-pattern -- as above
  startApi: async ({}, use) => {
    const started: ApiServer[] = []
    await use(async (storage, folder) => {
      const api = await startApiServer({ storage })
      started.push(api)
      const kubeconfig = join(folder, 'kubeconfig')
      await api.writeKubeconfig(kubeconfig, 'admin')
      return kubeconfig
    })
    await Promise.all(started.map(api => api.stop()))
  },
  // oxlint-disable-next-line eslint/no-empty-pattern -- as above
  start: async ({}, use) => {
    const started: SlicescopeProcess[] = []
    await use(async options => {
      const slicescope = await startSlicescope(options)
      started.push(slicescope)
      return slicescope
    })
    await Promise.all(started.map(slicescope => slicescope.stop()))
  },
  // Judged before the servers that a test started are stopped: what a page says of that is no trouble.
  strictPage: async ({ page, startOwn: _startOwn, startApi: _startApi, start: _start }, use) => {
    const troubles = watchForTrouble(page)
    await use(page)
    expect(troubles).toEqual([])
  },
})

/** What a page does that it must not, as it happens. */
export function watchForTrouble(page: Page): readonly string[] {
  const troubles: string[] = []
  page.on('pageerror', error => troubles.push(`page error: ${error.message}`))
  page.on('console', message => {
    // A server that is paused or gone on purpose is no error of the page.
    if (message.type() === 'error' && !message.text().includes('ERR_')) troubles.push(`console: ${message.text()}`)
  })
  page.on('request', request => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http') && url.hostname !== '127.0.0.1') troubles.push(`request to ${url.origin}`)
  })
  return troubles
}

/** Signs in by the launch link, then opens a path of the page. */
export async function openPage(page: Page, { url, launchUrl }: SlicescopeAddress, path = '/'): Promise<void> {
  await page.goto(launchUrl)
  if (path !== '/') await page.goto(`${url}${path}`)
}

/** Waits until the Service's verdict and its inspector are on the page. */
export async function expectOpen(page: Page, name: string): Promise<void> {
  await expect(page.getByTestId('inspector').getByRole('heading', { name, exact: true })).toBeVisible()
  await expect(page.getByTestId('verdict')).toBeVisible()
}

export { expect }
