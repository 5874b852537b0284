import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { expect, expectOpen, openPage, test } from './slicescope-test.ts'

test.use({ permissions: ['clipboard-read', 'clipboard-write'], timezoneId: 'Europe/Berlin' })

const PLACE = '/c/demo/ns/shop/svc/checkout'

/** Two keys: the menu's, and the action's. */
async function shareBy(page: Page, key: string, done: string): Promise<void> {
  await page.keyboard.press('s')
  await expect(page.getByRole('menuitem').first()).toBeFocused()
  await page.keyboard.press(key)
  // A recording is worked out first.
  await expect(page.getByRole('status').filter({ hasText: done })).toBeVisible({ timeout: 60_000 })
}

const clipboardText = (page: Page) => page.evaluate(() => navigator.clipboard.readText())

test('a captioned picture is in the clipboard after two keys: 1600x900, with its words inside', async ({
  strictPage: page,
  demo,
}) => {
  await openPage(page, demo, PLACE)
  await expectOpen(page, 'checkout')
  await shareBy(page, 'p', 'Picture copied')
  const { types, width, height } = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read()
    const picture = await createImageBitmap((await item?.getType('image/png')) ?? new Blob())
    return { types: item?.types, width: picture.width, height: picture.height }
  })
  expect(types).toEqual(['image/png'])
  expect([width, height]).toEqual([1600, 900])
})

test('files: SVG stands alone with outlines and a caption in UTC and local time; PNG carries the same words', async ({
  strictPage: page,
  demo,
}) => {
  await openPage(page, demo, PLACE)
  await expectOpen(page, 'checkout')
  const svgSaved = page.waitForEvent('download')
  await shareBy(page, 'v', 'SVG saved')
  const svgFile = await svgSaved
  expect(svgFile.suggestedFilename()).toMatch(/^checkout-shop-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.svg$/)
  const svg = await readFile(await svgFile.path(), 'utf8')
  expect(svg).toMatch(/<desc>Cluster slicescope-demo, as of [\d: -]+ UTC \([\d: -]+ CES?T\)/)
  expect(svg).not.toMatch(/<text|<script|font-family/)
  const pngSaved = page.waitForEvent('download')
  await shareBy(page, 'n', 'PNG saved')
  const png = await readFile(await (await pngSaved).path(), 'latin1')
  expect(png).toContain('Cluster slicescope-demo, as of ')
  await openPage(page, demo, '/c/demo/ns/shop/svc/my-db')
  await expectOpen(page, 'my-db')
  const recordingSaved = page.waitForEvent('download')
  await shareBy(page, 'f', 'Recording of the Service saved')
  const recording = await recordingSaved
  expect(recording.suggestedFilename()).toMatch(/^my-db-\d{8}T\d{4}Z\.slicescope\.gz$/)
  const [header = ''] = gunzipSync(await readFile(await recording.path()))
    .toString()
    .split('\n', 1)
  expect(JSON.parse(header)).toMatchObject({ magic: 'slicescope.recording', services: ['shop/my-db'] })
})

test('words: link, Markdown, plain text and commands; a link from this machine says that it opens only here', async ({
  strictPage: page,
  demo,
}) => {
  await openPage(page, demo, PLACE)
  await expectOpen(page, 'checkout')
  await shareBy(page, 'l', 'Link copied')
  expect(await clipboardText(page)).toBe(`${demo.url}${PLACE}`)
  await shareBy(page, 'm', 'Markdown copied')
  expect(await clipboardText(page)).toMatch(/^### shop\/checkout: [\s\S]*As of [\d: -]+ UTC \([\d: -]+ CES?T\)/)
  await shareBy(page, 'd', 'Report copied')
  expect(await clipboardText(page)).toMatch(/^# Incident report: checkout in shop, [\s\S]*CES?T\)/)
  await shareBy(page, 't', 'Text copied')
  expect(await clipboardText(page)).toContain('cluster slicescope-demo')
  await shareBy(page, 'k', 'Commands copied')
  expect(await clipboardText(page)).toContain(
    'kubectl -n shop get endpointslices -l kubernetes.io/service-name=checkout',
  )
  await page.getByRole('button', { name: 'Share' }).click()
  await expect(page.getByRole('menuitem', { name: /Copy link/ })).toContainText('opens only on this machine')
})

test('the format is chosen in the menu: a document has the graph', async ({ strictPage: page, demo }) => {
  await openPage(page, demo, PLACE)
  await expectOpen(page, 'checkout')
  await page.keyboard.press('s')
  await page.getByRole('menuitemradio', { name: /for a document/ }).click()
  await expect(page.getByRole('menuitemradio', { name: /for a document/ })).toBeChecked()
  const saved = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: /Save SVG/ }).click()
  expect(await readFile(await (await saved).path(), 'utf8')).toContain('<g class="slice"')
})
