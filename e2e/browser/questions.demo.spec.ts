import { expect, expectOpen, openPage, test } from './slicescope-test.ts'

test('traffic: who answers from a node, in words and in the picture; the address holds it', async ({
  strictPage: page,
  demo,
}) => {
  await openPage(page, demo, '/c/demo/ns/payments/svc/payments-api')
  await expectOpen(page, 'payments-api')
  await page.getByRole('tab', { name: 'Traffic' }).click()
  const inspector = page.getByTestId('inspector')
  await expect(inspector.getByRole('button', { name: /answer/ }).first()).toBeVisible()
  const fromHere = inspector.getByRole('button', { name: /^clients (on|in)/ })
  const choose = async (name: string) => {
    await fromHere.click()
    await page.getByRole('menuitemradio', { name }).click()
  }
  await choose('eu-1a-node-01')
  await expect(page).toHaveURL(/tab=traffic&from=node:eu-1a-node-01/)
  await expect(inspector).toContainText(/\d+ of \d+ backends answer clients on eu-1a-node-01/)
  await expect(inspector).toContainText('kube-proxy 1.37')
  await page.reload()
  await expect(inspector).toContainText(/\d+ of \d+ backends answer clients on eu-1a-node-01/)

  await choose('eu-1b zone')
  await expect(page).toHaveURL(/from=zone:eu-1b/)
  await expect(inspector).toContainText(/\d+ of \d+ backends answer clients in eu-1b/)
  await expect(page.getByText('who answers clients in eu-1b', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Show all alike' }).click()
  await expect(fromHere).toContainText('all nodes')
})

test('DNS: names, answers and rcodes, by keyboard too', async ({ strictPage: page, demo }) => {
  await openPage(page, demo, '/c/demo/ns/shop/svc/my-db')
  await expectOpen(page, 'my-db')
  await page.getByRole('tab', { name: 'Overview' }).focus()
  for (const tab of ['Why', 'Pods', 'Traffic', 'DNS']) {
    await page.keyboard.press('ArrowRight')
    await expect(page.getByRole('tab', { name: tab })).toHaveAttribute('aria-selected', 'true')
  }
  const inspector = page.getByTestId('inspector')
  await expect(inspector).toContainText('my-db-0.my-db.shop.svc.cluster.local')
  await expect(inspector).toContainText('NODATA')
  await expect(inspector).toContainText('_postgres._tcp.my-db.shop.svc.cluster.local')
})

test('Endpoints: what the old object says beside the slices, each difference with its reason', async ({
  strictPage: page,
  demo,
}) => {
  await openPage(page, demo, '/c/demo/ns/payments/svc/payments-api?tab=endpoints')
  await expectOpen(page, 'payments-api')
  const inspector = page.getByTestId('inspector')
  await expect(inspector).toContainText('deprecated since 1.33')
  await expect(inspector).toContainText(/\d+ ready, \d+ not ready/)
  await expect(inspector).toContainText('kubectl -n payments get endpoints/payments-api -o yaml')
})
