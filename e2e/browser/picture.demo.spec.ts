import { copyFile } from 'node:fs/promises'
import { ROOT } from '../house/root.ts'
import { expect, expectOpen, openPage, test } from './slicescope-test.ts'

/** With UPDATE_PICTURE=1 what the test saw becomes the README's picture. */
const isWanted = process.env['UPDATE_PICTURE'] === '1'

test('the picture of the README: checkout has lost a zone', async ({ strictPage: page, start }, info) => {
  // A demo of its own, for its incident begins some seconds after the start.
  const demo = await start({ args: ['--demo', 'shop'] })
  await openPage(page, demo, '/c/demo/ns/shop/svc/checkout')
  await expectOpen(page, 'checkout')
  const lost = page.locator('.zone-strip [data-zone="eu-1c"][data-broken="true"]')
  await expect(lost).toBeVisible({ timeout: 40_000 })
  await expect(page.getByTestId('verdict')).toContainText('eu-1c')
  await expect(page.locator('canvas.cells')).toHaveCount(3)
  const path = info.outputPath('picture.png')
  await page.screenshot({ path })
  if (isWanted) await copyFile(path, `${ROOT}docs/picture.png`)
})
