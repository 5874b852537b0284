import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from '@playwright/test'
import { startApiServer } from '@slicescope/demo-cluster'
import { LOSS, lossStorage, recordLoss } from '../recorded-loss.ts'
import { type SlicescopeProcess, startSlicescope } from '../slicescope-process.ts'
import { expect, expectOpen, openPage, test as base, watchForTrouble } from './slicescope-test.ts'

interface Incident {
  readonly slicescope: SlicescopeProcess
  /** As a page in one file, and as a recording: their paths. */
  readonly page: string
  readonly recording: string
}

/** One incident that was recorded and saved, for all tests. */
const test = base.extend<object, { readonly incident: Incident }>({
  incident: [
    // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads from the pattern which fixtures are wanted: none.
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'slicescope-incident-'))
      const storage = lossStorage()
      const api = await startApiServer({ storage })
      const kubeconfig = join(folder, 'kubeconfig')
      await api.writeKubeconfig(kubeconfig, 'admin')
      const slicescope = await startSlicescope({ args: ['--kubeconfig', kubeconfig] })
      await recordLoss(storage, slicescope)
      const [page, recording] = [join(folder, 'service-1.html'), join(folder, 'incident.slicescope.gz')]
      await writeFile(page, Buffer.from(await (await slicescope.get(LOSS.page)).arrayBuffer()))
      await writeFile(recording, Buffer.from(await (await slicescope.get(LOSS.recording)).arrayBuffer()))
      await use({ slicescope, page, recording })
      await slicescope.stop()
      await api.stop()
      await rm(folder, { recursive: true })
    },
    { scope: 'worker', timeout: 120_000 },
  ],
})

// Each goes through all that a recording shows: on a busy machine that takes a while.
test.describe.configure({ timeout: 120_000 })

test('an incident in one file shows any moment of it, without a server and a network', async ({
  browser,
  incident,
}) => {
  await openOffline(browser, incident.page)
})

test('a recording that is dropped on a page is shown by it alone', async ({ strictPage, incident }) => {
  await dropOnPage(strictPage, incident.slicescope, await readFile(incident.recording))
})

test('a recording is opened by the server', async ({ strictPage: page, incident, start }) => {
  await openPage(page, await start({ args: ['open', incident.recording] }), LOSS.place)
  await expectOpen(page, 'service-1')
  await expect(page.getByTestId('freshness')).toContainText('RECORDING')
  await expect(page.locator('.time-strip')).toHaveAttribute('data-recorded', 'true')
  await page.keyboard.press('[')
  await expect(page.getByTestId('inspector').locator('[data-count=ready]')).toHaveText('0')
})

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
  await expect(inspector).toContainText('at the end')
  await expect(page.locator('.time-strip')).toHaveAttribute('data-recorded', 'true')
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

/** What `kubectl get services -o json` prints. */
const LIST = JSON.stringify({
  apiVersion: 'v1',
  kind: 'List',
  items: [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { namespace: 'shop', name: 'web', uid: 'u1', labels: { note: '</script><script>stolen()</script>' } },
      spec: { clusterIP: '10.96.0.7', clusterIPs: ['10.96.0.7'], ports: [{ protocol: 'TCP', port: 80 }] },
    },
  ],
})

async function dropOnPage(page: Page, slicescope: SlicescopeProcess, packed: Buffer): Promise<void> {
  const asked: string[] = []
  page.on('request', request => asked.push(request.url()))
  await openPage(page, slicescope, LOSS.place)
  await expectOpen(page, 'service-1')
  await drop(page, [
    { name: 'notes.txt', content: Buffer.from('buy: milk') },
    { name: 'shop.json', content: Buffer.from(LIST) },
    { name: 'incident.slicescope.gz', content: packed },
  ])
  await expect(page.getByRole('alert')).toHaveText(/^Cannot open notes\.txt: it holds no Kubernetes object/)
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(page).toHaveURL(/\/c\/slicescope-demo-2\/ns\/team-1\/svc\/service-1\?/)
  await expect(page.getByTestId('past')).toContainText('RECORDING')
  const moment = page.url()
  expect(moment).toContain('at=')
  await expectWholeRecording(page)
  await choose(page, 'shop.json')
  await expect(page.locator('[data-service="shop/web"]')).toBeVisible()
  await expect(page.getByTestId('freshness')).toContainText('RECORDING')
  await page.goto(moment)
  await expect(page.getByTestId('past')).toContainText('RECORDING')
  await expectOpen(page, 'service-1')
  await choose(page, 'shop.json')
  await expect(page.locator('[data-service="shop/web"]')).toBeVisible()
  await choose(page, 'slicescope-demo LIVE')
  await expect(page.getByTestId('freshness')).toContainText('LIVE')
  await choose(page, 'Close opened files')
  await expect(page.getByTestId('freshness')).toContainText('LIVE')
  await page.getByRole('button', { name: /^cluster/ }).click()
  await expect(page.getByRole('menuitemradio', { name: 'slicescope-demo LIVE' })).toBeVisible()
  await expect(page.getByRole('menuitemradio', { name: /shop\.json|Close opened files/ })).toHaveCount(0)
  // The page itself comes from the address that was opened; nothing else asks for what is in a file.
  expect(asked.filter(url => /slicescope-demo-2|\/shop\//.test(url))).toEqual([moment])
}

async function choose(page: Page, cluster: string): Promise<void> {
  await page.getByRole('button', { name: /^cluster/ }).click()
  await page.getByRole('menuitemradio', { name: cluster }).first().click()
}

interface Dropped {
  readonly name: string
  readonly content: Buffer
}

async function drop(page: Page, files: readonly Dropped[]): Promise<void> {
  const given = files.map(({ name, content }) => ({ name, base64: content.toString('base64') }))
  const dataTransfer = await page.evaluateHandle(all => {
    const transfer = new DataTransfer()
    for (const { name, base64 } of all)
      transfer.items.add(new File([Uint8Array.from(atob(base64), letter => letter.codePointAt(0) ?? 0)], name))
    return transfer
  }, given)
  await page.dispatchEvent('body', 'dragover', { dataTransfer })
  await expect(page.getByTestId('drop-zone')).toContainText('Drop to open')
  await page.dispatchEvent('body', 'drop', { dataTransfer })
}
