import type { ServiceView } from '@slicescope/view'
import { expect, expectOpen, openPage, test } from './slicescope-test.ts'

test('without a session the page says how to get in, and shows nothing', async ({ page, demo }) => {
  const answer = await page.goto(`${demo.url}/`)
  expect(answer?.status()).toBe(401)
  await expect(page.locator('body')).toContainText('open the link that Slicescope printed')
  await expect(page.locator('body')).not.toContainText('checkout')
})

// In the shop all is well between two troubles, and then no Service is opened.
test('the launch link leads to the Service that is worst, with the pods that it nearly selects', async ({
  strictPage: page,
  start,
}) => {
  const demo = await start({ args: ['--demo', 'selector-typo'] })
  await openPage(page, demo)
  await expect(page).toHaveURL(/\/c\/demo\/ns\/[^/]+\/svc\/[^/?]+/)
  await expect(page.getByTestId('verdict')).toBeVisible()
  await expect(page.getByTestId('freshness')).toContainText('LIVE')
  await expect(page.getByTestId('freshness')).toContainText('DEMO')
  await expect(page.getByTestId('freshness')).toContainText(/heard \d+ s ago, verified/)
  await expect(page.locator('[data-group="near:"]')).toContainText('pods that nearly match')
  await expect(page.getByRole('list', { name: 'Backends by state' })).toContainText('nearly matches 3')
})

test('clicking a Service shows its slices with endpoints, ports and conditions', async ({ strictPage: page, demo }) => {
  await openPage(page, demo)
  await page.getByRole('searchbox', { name: 'Filter Services' }).fill('my-db')
  const listed = page.getByRole('option').first()
  await expect(listed).toBeVisible()
  const key = (await listed.getAttribute('data-service')) ?? ''
  const [namespace = '', name = ''] = key.split('/')
  await listed.click()
  await expectOpen(page, name)
  const view = await viewOf(demo, namespace, name)
  const inspector = page.getByTestId('inspector')
  for (const slice of view.slices) {
    await expect(inspector.locator(`[data-slice="${slice.name}"]`)).toContainText(`${slice.endpointCount}`)
    await expect(
      page
        .locator('.react-flow__node')
        .filter({ hasText: slice.name.slice(0, 8) })
        .first(),
    ).toBeVisible()
  }
  const first = view.endpoints[0]
  const line = inspector.locator(`[data-endpoint="${first?.key}"]`)
  await expect(line).toContainText(first?.address ?? '')
  await expect(line).toContainText('serving')
})

test('slice, zone, node and pod each have their details and the kubectl command that shows the same', async ({
  strictPage: page,
  demo,
}) => {
  await openPage(page, demo, '/c/demo/ns/shop/svc/checkout')
  await expectOpen(page, 'checkout')
  const inspector = page.getByTestId('inspector')
  const view = await viewOf(demo, 'shop', 'checkout')
  const slice = view.slices[0]?.name ?? ''
  await inspector.locator(`[data-slice="${slice}"] .slice-name`).click()
  await expect(inspector).toHaveAttribute('data-kind', 'slice')
  await expect(inspector).toContainText(`kubectl -n shop get endpointslice/${slice} -o yaml`)
  await page.locator('.zone-strip .zone').first().click()
  await expect(inspector).toHaveAttribute('data-kind', 'zone')
  await page.getByRole('radio', { name: 'Graph' }).press('ArrowRight')
  await expect(page.getByRole('radio', { name: 'Table', checked: true })).toBeFocused()
  await page.getByRole('grid').getByRole('row').nth(1).click()
  await expect(inspector).toHaveAttribute('data-kind', 'pod')
  await expect(inspector).toContainText('kubectl -n shop get pod')
  const node = inspector.getByRole('button', { name: /node-\d\d/ })
  await node.first().click()
  await expect(inspector).toHaveAttribute('data-kind', 'node')
  await expect(inspector).toContainText('kubectl get node')
})

test('the address holds the view: reload, back, forward and a link show the same', async ({
  strictPage: page,
  demo,
}) => {
  await openPage(page, demo, '/c/demo/ns/shop/svc/checkout')
  await expectOpen(page, 'checkout')
  await page.locator('.zone-strip .zone').first().click()
  await expect(page.getByTestId('inspector')).toHaveAttribute('data-kind', 'zone')
  const zoned = page.url()
  await page.reload()
  await expect(page.getByTestId('inspector')).toHaveAttribute('data-kind', 'zone')
  expect(page.url()).toBe(zoned)
  await page.getByRole('searchbox', { name: 'Filter Services' }).fill('payments-api')
  await page.locator('[data-service="payments/payments-api"]').click()
  await expectOpen(page, 'payments-api')
  await page.goBack()
  await expect(page.getByTestId('inspector')).toHaveAttribute('data-kind', 'zone')
  await page.goForward()
  await expectOpen(page, 'payments-api')
})

test('filters as you type, and says when nothing matches', async ({ strictPage: page, demo }) => {
  await openPage(page, demo)
  await expect(page.getByTestId('list-counts')).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('payments')
  await expect(page.getByRole('option').first()).toBeVisible()
  for (const option of await page.getByRole('option').all())
    expect(await option.getAttribute('data-service')).toContain('payments')
  await page.keyboard.type(' nothing-of-that-name')
  await expect(page.locator('.no-match')).toContainText('None of')
  await page.getByRole('button', { name: 'Clear the filter' }).click()
  await expect(page.getByRole('option').nth(5)).toBeVisible()
})

test('a Service that does not exist, and one that never did, has its own words', async ({ strictPage: page, demo }) => {
  await openPage(page, demo, '/c/demo/ns/shop/svc/no-such-service')
  await expect(page.getByTestId('absent')).toContainText('No Service no-such-service')
  await page.getByRole('button', { name: 'Show what needs attention' }).click()
  await expect(page.getByTestId('absent')).toHaveCount(0)
})

test('two tabs share one stream', async ({ strictPage: page, start, context }) => {
  // Its own: streams of others are not counted.
  const demo = await start({ args: ['--demo', 'shop'] })
  await openPage(page, demo, '/c/demo/ns/shop/svc/checkout')
  await expectOpen(page, 'checkout')
  const second = await context.newPage()
  await second.goto(`${demo.url}/c/demo/ns/payments/svc/payments-api`)
  await expectOpen(second, 'payments-api')
  await expect
    .poll(
      async () =>
        (await (await demo.get('/metrics')).text()).match(/^slicescope_stream_clients\{?[^\n]*\s(\d+)$/m)?.[1],
    )
    .toBe('1')
  await second.close()
})

async function viewOf(
  demo: { get(path: string): Promise<Response> },
  namespace: string,
  name: string,
): Promise<ServiceView> {
  return (await demo.get(`/api/clusters/demo/namespaces/${namespace}/services/${name}`)).json()
}
