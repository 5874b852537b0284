import type { Page } from '@playwright/test'
import { expect, expectOpen, openPage, test } from './slicescope-test.ts'

/** Every count that the page shows of the open Service, read in one go, so that all are of one frame. */
async function readCounts(page: Page) {
  const texts = await page.evaluate(() => {
    const main = document.querySelector('main')
    return {
      watermark: main?.getAttribute('data-watermark') ?? '',
      resets: main?.getAttribute('data-digest-resets') ?? '',
      inspector: [...document.querySelectorAll('[data-testid=inspector] [data-count]')].map(
        each => [each.getAttribute('data-count') ?? '', each.textContent ?? ''] as const,
      ),
      legend: [...document.querySelectorAll('.legend li[data-state]')].map(
        each => [each.getAttribute('data-state') ?? '', each.querySelector('b')?.textContent ?? ''] as const,
      ),
      zones: [...document.querySelectorAll('.zone-strip .zone-count')].map(each => each.textContent ?? ''),
      title: document.title,
    }
  })
  const zones = texts.zones.map(text => text.split('/').map(numberIn))
  return {
    ...texts,
    inspector: new Map(texts.inspector.map(([name, text]) => [name, numberIn(text)])),
    legend: new Map(texts.legend.map(([name, text]) => [name, numberIn(text)])),
    zonesReady: zones.reduce((sum, [ready = 0]) => sum + ready, 0),
    zonesTotal: zones.reduce((sum, [, total = 0]) => sum + total, 0),
  }
}

function numberIn(text: string): number {
  return Number(text.replaceAll(/[^0-9]/g, '') || Number.NaN)
}

test('every count on the screen comes from one view, and they sum, while the cluster changes', async ({
  strictPage: page,
  demo,
}) => {
  await openPage(page, demo, '/c/demo/ns/shop/svc/checkout')
  await expectOpen(page, 'checkout')
  const seen = new Set<string>()
  while (seen.size < 5) {
    const counts = await readCounts(page)
    const { inspector, legend, watermark } = counts
    const [ready, total] = [inspector.get('ready'), inspector.get('total')]
    expect(legend.get('ready')).toBe(ready)
    expect(legend.get('not-ready')).toBe(inspector.get('not-ready'))
    const counted = ['ready', 'starting', 'not-ready', 'portless', 'unknown'].map(state => legend.get(state) ?? 0)
    expect(counted.reduce((sum, count) => sum + count, 0)).toBe(total)
    expect([counts.zonesReady, counts.zonesTotal]).toEqual([ready, total])
    expect(counts.title).toContain(`${ready}/${total} checkout`)
    expect(counts.resets).toBe('0')
    seen.add(watermark)
    await page.waitForFunction(
      before => document.querySelector('main')?.getAttribute('data-watermark') !== before,
      watermark,
    )
  }
})
