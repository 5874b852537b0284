import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { startApiServer } from '@slicescope/demo-cluster'
import { launch, type Page } from 'puppeteer-core'
import { expect, onTestFinished, test } from 'vitest'
import { ensureFirefox } from '../house/firefox.ts'
import { LOSS, lossStorage, recordLoss } from '../recorded-loss.ts'
import { startSlicescope } from '../slicescope-process.ts'

/** Nothing answers there. */
const NO_NETWORK = {
  'network.proxy.type': 1,
  'network.proxy.http': '127.0.0.1',
  'network.proxy.http_port': 9,
  'network.proxy.ssl': '127.0.0.1',
  'network.proxy.ssl_port': 9,
}

test('a recording in one file shows any moment of it without a server and a network', async () => {
  const file = await saveRecording()
  const firefox = await launch({
    browser: 'firefox',
    executablePath: await ensureFirefox(),
    extraPrefsFirefox: NO_NETWORK,
    defaultViewport: { width: 1440, height: 900 },
  })
  onTestFinished(() => firefox.close())
  const page = await firefox.newPage()
  const troubles: string[] = []
  page.on('pageerror', error => troubles.push(String(error)))
  page.on('console', message => message.type() === 'error' && troubles.push(message.text()))
  await page.goto(pathToFileURL(file).href)
  await expectText(page, '[data-testid=past]', /RECORDING/)
  await expectText(page, '[data-count=ready]', /^0$/)
  await page.waitForSelector('.react-flow__node')
  await press(page, 'Traffic')
  await expectText(page, '[data-testid=inspector]', /kube-proxy/)
  await press(page, 'DNS')
  await expectText(page, '[data-testid=inspector]', /service-1\.team-1\.svc\.cluster\.local/)
  await press(page, 'Overview')

  await page.keyboard.press('Escape')
  await expectText(page, '[data-count=ready]', /^4$/)
  await page.keyboard.press('[')
  await expectText(page, '[data-count=ready]', /^0$/)
  await page.focus('[role=slider]')
  await page.keyboard.down('Shift')
  await page.keyboard.press('End')
  await page.keyboard.up('Shift')
  await expectText(page, '[data-testid=difference]', /4 backends became ready/)
  await page.keyboard.press('Escape')
  await expectText(page, '[data-testid=freshness]', /RECORDING/)
  await page.keyboard.press('s')
  await expectText(page, '.share-menu', /Save PNG/)
  expect(troubles).toEqual([])
})

/** The page of a small incident, in a folder that goes with the test. */
async function saveRecording(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'slicescope-firefox-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const storage = lossStorage()
  const api = await startApiServer({ storage })
  onTestFinished(() => api.stop())
  const kubeconfig = join(folder, 'kubeconfig')
  await api.writeKubeconfig(kubeconfig, 'admin')
  const slicescope = await startSlicescope({ args: ['--kubeconfig', kubeconfig] })
  onTestFinished(() => slicescope.stop())
  await recordLoss(storage, slicescope)
  const file = join(folder, 'service-1.html')
  await writeFile(file, await (await slicescope.get(LOSS.page)).text())
  return file
}

async function expectText(page: Page, selector: string, text: RegExp): Promise<void> {
  const read = () => page.evaluate(one => document.querySelector(one)?.textContent ?? '', selector)
  await expect.poll(read).toMatch(text)
}

/** A tab of the inspector. */
async function press(page: Page, tab: string): Promise<void> {
  await page.locator(`::-p-aria([name="${tab}"][role="tab"])`).click()
}
