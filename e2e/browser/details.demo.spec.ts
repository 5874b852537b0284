import { readFile } from 'node:fs/promises'
import { createSynthetic } from '@slicescope/demo-cluster'
import { expect, expectOpen, openPage, test } from './slicescope-test.ts'

test('the overview says in a line each who answers and what its name resolves to, and what changed', async ({
  strictPage: page,
  startOwn,
}) => {
  const own = await startOwn(createSynthetic({ services: 1, podsPerService: 3, nodes: 3, zones: 3 }))
  await openPage(page, own.slicescope, `/c/${own.slug}/ns/team-1/svc/service-1`)
  await expectOpen(page, 'service-1')
  const inspector = page.getByTestId('inspector')
  await expect(inspector.locator('[data-summary=traffic]')).toContainText('Clients on all 3 nodes get answers.')
  await expect(inspector.locator('[data-summary=dns]')).toContainText('service-1 resolves to 10.')

  // What is seen to change is listed, with the moment beside it.
  const [pod] = own.storage.list('pods')
  own.storage.delete('pods', { namespace: 'team-1', name: pod?.metadata.name ?? '' })
  const change = inspector.getByRole('list', { name: 'Changes, newest first' }).getByRole('listitem').first()
  await expect(change.locator('time')).toHaveAttribute('title', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/)

  await inspector.locator('[data-summary=traffic]').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('tab', { name: 'Traffic' })).toHaveAttribute('aria-selected', 'true')
})

test('a pod of a StatefulSet says its own DNS name', async ({ strictPage: page, demo }) => {
  await openPage(page, demo, '/c/demo/ns/shop/svc/my-db')
  await expectOpen(page, 'my-db')
  const inspector = page.getByTestId('inspector')
  await inspector.locator('[data-endpoint]').first().click()
  await expect(inspector).toContainText(/my-db-\d\.my-db\.shop\.svc\.cluster\.local/)
})

test('a link to a name that no Service can have says so, and leads on', async ({ strictPage: page, demo }) => {
  await openPage(page, demo, '/c/demo/ns/shop/svc/Check_Out')
  await expect(page.getByTestId('impossible')).toContainText('No Service can have this name')
  await expect(page.getByRole('listbox', { name: 'Services' }).getByRole('option').first()).toBeVisible()
  await page.getByRole('button', { name: 'Show what needs attention' }).click()
  await expect(page.getByTestId('impossible')).toBeHidden()
})

test('the table sorts by what is broken, then by any column, and is saved as CSV', async ({
  strictPage: page,
  start,
}) => {
  const demo = await start({ args: ['--demo', 'port-name'] })
  await openPage(page, demo, '/c/demo/ns/shop/svc/web?view=table')
  await expectOpen(page, 'web')
  const grid = page.getByRole('grid')
  await expect(grid.getByRole('columnheader', { name: 'State' })).toHaveAttribute('aria-sort', 'ascending')
  await grid.getByRole('button', { name: 'Node' }).click()
  await expect(grid.getByRole('columnheader', { name: 'Node' })).toHaveAttribute('aria-sort', 'ascending')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'CSV' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('web-shop.csv')
  const text = await readFile(await download.path(), 'utf8')
  expect(text.split('\r\n')[0]).toBe('State,Target,Address,Ports,Conditions,Slice,Node,Zone,Created')
  expect(text.split('\r\n')).toHaveLength(2 + (await grid.getByRole('row').count()) - 1)
})
