import { createSynthetic } from '@slicescope/demo-cluster'
import type { Page } from '@playwright/test'
import { turn } from '../recorded-loss.ts'
import { expect, expectOpen, openPage, test } from './slicescope-test.ts'

const PATH = '/c/slicescope-demo/ns/team-1/svc/service-1'

/** The time strip's value, as a screen reader says it. */
function said(page: Page): Promise<string | null> {
  return page.getByRole('slider', { name: 'Moment shown' }).getAttribute('aria-valuetext')
}

test('a loss that is over is found by one key, sent as a link, compared, and left again', async ({
  strictPage: page,
  startApi,
  start,
}, info) => {
  const storage = createSynthetic({ services: 2, podsPerService: 4, nodes: 2, zones: 2 })
  const kubeconfig = await startApi(storage, info.outputPath())
  const slicescope = await start({ args: ['--kubeconfig', kubeconfig, '--history', 'memory'] })
  await openPage(page, slicescope, PATH)
  await expectOpen(page, 'service-1')
  await expect(page.locator('.time-strip')).toHaveAttribute('data-recorded', 'true')
  await expect.poll(() => said(page)).toContain('now, 4 of 4 ready')
  turn(storage, false)
  await expect.poll(() => said(page)).toContain('now, 0 of 4 ready, 4 not ready')
  await expect(page.getByRole('slider')).toHaveAttribute('aria-description', /^1 loss/)
  turn(storage, true)
  await expect.poll(() => said(page)).toContain('now, 4 of 4 ready')

  await page.keyboard.press('[')
  await expect(page).toHaveURL(/[?&]at=\d{4}-\d\d-\d\dT/)
  await expect(page.getByTestId('past')).toContainText(/PAST.*\d\d:\d\d:\d\d UTC/)
  await expect(page.locator('.page')).toHaveAttribute('data-moment', 'past')
  const inspector = page.getByTestId('inspector')
  await expect(inspector.locator('[data-count=ready]')).toHaveText('0')
  await expect(inspector).toContainText('shows now, not')
  await expect(page.locator('[data-service="team-1/service-1"]')).toHaveAttribute('data-health', 'down')
  await expect(page).toHaveTitle(/^PAST 0\/4 service-1/)

  const link = page.url()
  await page.keyboard.press('Escape')
  await expect(inspector.locator('[data-count=ready]')).toHaveText('4')
  await expect(page.getByTestId('freshness')).toContainText('LIVE')
  await page.goto(link)
  await expect(inspector.locator('[data-count=ready]')).toHaveText('0')
  await expect(page.getByTestId('past')).toBeVisible()

  // Before its timeline is there, the strip knows no moment to compare with.
  await expect(page.locator('.time-strip')).toHaveAttribute('data-recorded', 'true')
  await page.getByRole('slider').focus()
  await page.keyboard.press('Shift+End')
  await expect(page).toHaveURL(/[?&]compare=[^&]+\.\.[^&]+/)
  await expect(page.getByTestId('difference')).toContainText('4 backends became ready')
  await expect(page.getByRole('list', { name: 'Legend' })).toContainText('became ready 4')
  await expect(page.getByRole('table', { name: 'Zones' })).toContainText('zone-1')
  await page.getByRole('button', { name: 'Return to live' }).click()
  await expect(page.locator('.page')).toHaveAttribute('data-moment', 'now')
})

test('a link to a moment that is not recorded says what is', async ({ page, demo }) => {
  await expect.poll(async () => (await (await demo.get('/api/clusters/demo/history')).json()).from).not.toBeNull()
  await openPage(page, demo, '/c/demo/ns/shop/svc/checkout?at=2020-01-01T00:00:00Z')
  await expect(page.getByTestId('nothing-then')).toContainText('Nothing is recorded of that moment. Recorded: 20')
  await page.getByTestId('nothing-then').getByRole('button', { name: 'Return to live' }).click()
  await expectOpen(page, 'checkout')
})
