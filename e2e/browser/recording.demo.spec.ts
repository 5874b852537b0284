import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, expectOpen, test, watchForTrouble } from './slicescope-test.ts'

const PATH = '/api/clusters/demo/namespaces/shop/services/checkout'

test('one file, opened without network, shows a Service as it was at any moment', async ({ browser, demo }) => {
  const folder = await mkdtemp(join(tmpdir(), 'slicescope-file-'))
  try {
    const path = `${PATH}/recording.html?from=${new Date(Date.now() - 5_000).toISOString()}`
    await expect.poll(async () => (await demo.get(path)).status).toBe(200)
    const response = await demo.get(path)
    const html = await response.text()
    const file = join(folder, 'checkout.html')
    await writeFile(file, html)
    const context = await browser.newContext({ offline: true })
    const page = await context.newPage()
    const troubles = watchForTrouble(page)
    await page.goto(pathToFileURL(file).href)
    await expectOpen(page, 'checkout')
    await expect(page.getByTestId('past')).toContainText('RECORDING')
    await expect(page.locator('.react-flow__node').first()).toBeVisible()
    await expect(page).toHaveTitle(/^RECORDING .*checkout/)
    // By keyboard: the end of the recording, what can be shared, the table.
    await page.keyboard.press('Escape')
    const [, end = 'none'] = /<title>.* to ([\d-]+T[\d:]+)Z/.exec(html) ?? []
    await expect.poll(() => decodeURIComponent(page.url())).toContain(`at=${end}`)
    await page.keyboard.press('s')
    await expect(page.getByRole('menuitem', { name: 'Save PNG' })).toBeVisible()
    await expect(page.getByRole('menuitem', { name: 'Save as one file' })).toHaveCount(0)
    expect(troubles).toEqual([])
    await context.close()
  } finally {
    await rm(folder, { recursive: true })
  }
})
