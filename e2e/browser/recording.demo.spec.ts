import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from '@playwright/test'
import { createSynthetic, type Storage } from '@slicescope/demo-cluster'
import type { SlicescopeProcess } from '../slicescope-process.ts'
import { expect, expectOpen, test, watchForTrouble } from './slicescope-test.ts'

const CLUSTER = '/api/clusters/slicescope-demo'
const SERVICE = `${CLUSTER}/namespaces/team-1/services/service-1`

test('an incident leaves the cluster as a file that shows any moment of it', async ({
  browser,
  startApi,
  start,
}, info) => {
  const storage = createSynthetic({ services: 2, podsPerService: 4, nodes: 2, zones: 2 })
  const kubeconfig = await startApi(storage, info.outputPath())
  const slicescope = await start({ args: ['--kubeconfig', kubeconfig, '--history', 'memory'] })
  await recordLoss(storage, slicescope)
  const folder = await mkdtemp(join(tmpdir(), 'slicescope-file-'))
  try {
    const file = join(folder, 'service-1.html')
    await writeFile(file, await (await slicescope.get(`${SERVICE}/recording.html`)).text())
    await test.step('as a page, without a server and a network', () => openOffline(browser, file))
  } finally {
    await rm(folder, { recursive: true })
  }
})

/** All backends of service-1 are lost, and come back. */
async function recordLoss(storage: Storage, slicescope: SlicescopeProcess): Promise<void> {
  const ready = async () => (await (await slicescope.get(SERVICE)).json()).ready
  await expect.poll(async () => (await (await slicescope.get(`${CLUSTER}/history`)).json()).from).not.toBeNull()
  await expect.poll(ready).toBe(4)
  turn(storage, false)
  await expect.poll(ready).toBe(0)
  turn(storage, true)
  await expect.poll(ready).toBe(4)
}

function turn(storage: Storage, ready: boolean): void {
  for (const slice of storage.list('endpointslices')) {
    const { namespace, name, labels } = slice.metadata
    if (labels?.['kubernetes.io/service-name'] !== 'service-1') continue
    const endpoints = (slice.endpoints ?? []).map(endpoint => ({
      ...endpoint,
      conditions: { ready, serving: ready, terminating: false },
    }))
    storage.patch('endpointslices', { namespace: String(namespace), name }, { endpoints })
  }
}

async function openOffline(browser: Browser, file: string): Promise<void> {
  const context = await browser.newContext({ offline: true })
  const page = await context.newPage()
  const troubles = watchForTrouble(page)
  await page.goto(pathToFileURL(file).href)
  await expectOpen(page, 'service-1')
  await expect(page.getByTestId('past')).toContainText('RECORDING')
  await expect(page).toHaveTitle(/^(PAST )?RECORDING .*0\/4 service-1/)
  await expect(page.locator('.react-flow__node').first()).toBeVisible()
  await expect(page.locator('[data-service]')).toHaveCount(1)
  await expectWholeRecording(page)
  await page.keyboard.press('s')
  await expect(page.getByRole('menuitem', { name: 'Save PNG' })).toBeVisible()
  await expect(page.getByRole('menuitem', { name: 'Save as one file' })).toHaveCount(0)
  expect(troubles).toEqual([])
  await context.close()
}

/** From the moment of the loss on: details, other moments, playing, comparing. */
async function expectWholeRecording(page: Page): Promise<void> {
  const inspector = page.getByTestId('inspector')
  await expect(inspector.locator('[data-count=ready]')).toHaveText('0')
  await inspector.getByRole('tab', { name: 'Traffic' }).click()
  await expect(inspector).toContainText('kube-proxy')
  await inspector.getByRole('tab', { name: 'DNS' }).click()
  await expect(inspector).toContainText('service-1.team-1.svc.cluster.local')
  await inspector.getByRole('tab', { name: 'Overview' }).click()

  const moments = () => new URLSearchParams(decodeURIComponent(page.url()).split('?')[1]).get('at')
  const strip = page.getByRole('slider', { name: 'Moment shown' })
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('freshness')).toContainText('RECORDING')
  await expect(inspector.locator('[data-count=ready]')).toHaveText('4')
  await strip.focus()
  await page.keyboard.press('Home')
  await expect.poll(moments).not.toBeNull()
  const first = moments()
  await page.keyboard.press('Space')
  await expect.poll(moments).not.toBe(first)
  await page.keyboard.press('Escape')
  await expect.poll(moments).toBeNull()
  await page.keyboard.press('[')
  await expect(inspector.locator('[data-count=ready]')).toHaveText('0')
  await strip.focus()
  await page.keyboard.press('Shift+End')
  await expect(page.getByTestId('difference')).toContainText('4 backends became ready')
  await expect(page.getByRole('table', { name: 'Zones' })).toContainText('zone-1')
  await page.keyboard.press('Escape')
  await expect(inspector.locator('[data-count=ready]')).toHaveText('4')
}
