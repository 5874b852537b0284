import { expect, openPage, test } from './slicescope-test.ts'

test('a zone outage opens the overview: one sentence, the zone, what its Services share; the brand and g o lead to it', async ({
  strictPage: page,
  start,
}) => {
  const demo = await start({ args: ['--demo', 'zone-outage'] })
  await expect(async () => {
    const answer: unknown = await (await demo.get('/api/clusters/demo/overview')).json()
    expect(answer).toMatchObject({ causes: [{ kind: 'zone', zone: 'eu-1b' }] })
  }).toPass({ timeout: 60_000 })
  await openPage(page, demo)
  const sentence = page.getByTestId('overview-sentence')
  await expect(sentence).toContainText('Zone eu-1b is down: 9 nodes NotReady; ')
  await expect(sentence).toContainText(/\d+ Services lost backends/)
  expect(new URL(page.url()).pathname).toBe('/c/demo/overview')
  const zones = page.getByRole('region', { name: 'Zones' })
  await expect(zones.locator('[data-broken="true"]')).toContainText('9 of 9 nodes NotReady')
  await expect(page.getByRole('region', { name: 'Services by health' })).toContainText('18 of 27 nodes Ready')
  await page
    .getByRole('region', { name: 'Shared causes' })
    .getByRole('button', { name: /checkout/ })
    .click()
  await expect(page.getByTestId('verdict')).toBeVisible()
  await page.getByRole('link', { name: 'Slicescope' }).click()
  await expect(sentence).toBeVisible()
  await page.goBack()
  await expect(page.getByTestId('verdict')).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await expect(sentence).toBeVisible()
})
