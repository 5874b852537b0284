import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, expectOpen, openPage, test } from './slicescope-test.ts'

for (const theme of ['dark', 'light'] as const) {
  test(`in ${theme}: nothing that axe calls serious, picture and table`, async ({ strictPage: page, demo }) => {
    await page.emulateMedia({ colorScheme: theme })
    await openPage(page, demo, '/c/demo/ns/shop/svc/checkout')
    await expectOpen(page, 'checkout')
    await expect(page.locator('.react-flow__node').first()).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe(theme)
    expect(await seriousIn(page, { theme })).toEqual([])
    await page.getByRole('radio', { name: 'Table' }).click()
    await expect(page.getByRole('grid')).toBeVisible()
    expect(await seriousIn(page, { theme })).toEqual([])
  })
}

test('every tab of what there is to know, in both themes: nothing that axe calls serious', async ({
  strictPage: page,
  start,
}) => {
  // Fourteen scans: on a busy machine they take what other tests take together.
  test.setTimeout(240_000)
  const demo = await start({ args: ['--demo', 'port-name'] })
  await openPage(page, demo, '/c/demo/ns/shop/svc/web?mark=SC-E1')
  await expectOpen(page, 'web')
  await expect(page.locator('.react-flow__node').first()).toBeVisible()
  for (const theme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    for (const [tab, sign] of theme === 'dark' ? [...SIGNS, ...PLAIN_SIGNS] : SIGNS) {
      await openTab(page, tab)
      await expect(page.getByTestId('inspector').getByText(sign).first()).toBeVisible()
      // What stands around the tabs is looked at once.
      expect(await seriousIn(page, { part: tab === 'Overview' ? 'body' : '.inspector', theme })).toEqual([])
    }
  }
  // The table marks what the picture marks.
  await page.getByRole('radio', { name: 'Table' }).click()
  await expect(page.locator('[role=row][data-marked=loud]')).toHaveCount(3)
  await expect(page.getByText('marked: No container has port web')).toBeVisible()
  expect(await seriousIn(page)).toEqual([])
})

/** Of each tab something that stands there when its answer has come. */
const SIGNS = [
  ['Overview', 'Traffic and DNS'],
  ['Why', 'marked in the picture'],
  ['Traffic', 'applied to the current slices'],
  ['DNS', 'web.shop.svc.cluster.local'],
  ['Endpoints vs slices', 'discovery.k8s.io/v1, since 1.21'],
] as const

test('the theme is chosen by a button and stays', async ({ strictPage: page, demo }) => {
  await openPage(page, demo, '/c/demo/ns/shop/svc/checkout')
  await page.getByRole('button', { name: 'Switch to light' }).click()
  await page.reload()
  await expect(page.getByRole('button', { name: 'Switch to dark' })).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('light')
})

test('on a phone the list folds away, zones are bars and details are a sheet; nothing is wider than the screen', async ({
  strictPage: page,
  demo,
}) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await openPage(page, demo, '/c/demo/ns/shop/svc/checkout')
  await expectOpen(page, 'checkout')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await expect(page.locator('.zone-strip .zone')).toHaveCount(3)
  await page.getByRole('navigation', { name: 'Open Service' }).getByRole('button').click()
  await page.locator('[data-service="payments/payments-api"]').scrollIntoViewIfNeeded()
  await page.locator('[data-service="payments/payments-api"]').click()
  await expectOpen(page, 'payments-api')
  await page.getByRole('button', { name: 'Expand the details' }).click()
  await expect(page.getByTestId('inspector').getByRole('heading', { name: 'Traffic and DNS' })).toBeInViewport()
  // A tab that is chosen shows its content.
  await page.getByRole('button', { name: 'Collapse the details' }).click()
  await page.getByRole('tab', { name: 'Why' }).click()
  await expect(page.getByRole('button', { name: 'Collapse the details' })).toBeVisible()
  expect(await seriousIn(page)).toEqual([])
})

test('at every width tools and tabs are whole, and from 1024 px on no text is below 10 px', async ({
  strictPage: page,
  demo,
}) => {
  await openPage(page, demo, '/c/demo/ns/shop/svc/checkout')
  await expectOpen(page, 'checkout')
  for (const width of [640, 921, 1180]) {
    await page.setViewportSize({ width, height: 800 })
    await expect(page.getByRole('radio', { name: 'Table' })).toBeInViewport({ ratio: 1 })
    await expect(page.getByRole('tab', { name: 'DNS' })).toBeInViewport({ ratio: 1 })
  }
  await expect(page.locator('.react-flow__node').first()).toBeVisible()
  for (const [width, height] of [
    [1024, 640],
    [1280, 720],
    [2560, 1440],
  ] as const) {
    await page.setViewportSize({ width, height })
    await expect
      .poll(() => smallestText(page), { message: `px of the smallest text at ${width}x${height}` })
      .toBeGreaterThanOrEqual(9.9)
    // One line, however much there is to say in it: what comes and goes there moves nothing.
    expect(await page.locator('.legend').evaluate(legend => legend.clientHeight)).toBe(38)
  }
})

/** In CSS px as it is seen, the zoom of the picture included. */
function smallestText(page: Page): Promise<number> {
  return page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    let smallest = Infinity
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
      const element = text.parentElement
      if (element === null || text.textContent?.trim() === '' || !element.checkVisibility()) continue
      const size = Number.parseFloat(getComputedStyle(element).fontSize)
      const flow = element.closest('.react-flow__viewport')
      const zoom = flow === null ? 1 : new DOMMatrix(getComputedStyle(flow).transform).a
      smallest = Math.min(smallest, size * zoom)
    }
    return smallest
  })
}

/** Of tabs that have no colours of their own. */
const PLAIN_SIGNS = [
  ['Pods', 'The slices say what the pods ask for.'],
  ['Events', 'everyday events are left out'],
  ['YAML', 'sessionAffinity'],
] as const

/** One of the row, or behind "More". */
async function openTab(page: Page, tab: string): Promise<void> {
  const inRow = page.getByRole('tab', { name: tab, exact: true })
  if ((await inRow.count()) > 0) return inRow.click()
  await page.getByRole('button', { name: 'More' }).click()
  return page.getByRole('menuitemradio', { name: tab }).click()
}

/** The second theme has only other colors than the first. */
const RULES_OF_COLORS = ['color-contrast', 'link-in-text-block']

interface Scanned {
  readonly part?: string
  readonly theme?: 'dark' | 'light'
}

async function seriousIn(page: Page, { part = 'body', theme = 'dark' }: Scanned = {}): Promise<readonly string[]> {
  // What passes is not asked for: naming each such element takes most of a scan.
  const { violations } = await new AxeBuilder({ page })
    .include(part)
    .options({
      resultTypes: ['violations'],
      ...(theme === 'light' ? { runOnly: { type: 'rule', values: RULES_OF_COLORS } } : {}),
    })
    .analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 160)).join(' | ')}`)
}
