import { createSynthetic } from '@slicescope/demo-cluster'
import { expect, expectOpen, openPage, test } from './slicescope-test.ts'

test('the list can be narrowed to Services with a finding, or on a node; the address holds it, and none is said so', async ({
  strictPage: page,
  startOwn,
}) => {
  const own = await startOwn(createSynthetic({ services: 4, podsPerService: 3, nodes: 3, zones: 3 }))
  own.storage.create('services', {
    metadata: { namespace: 'team-1', name: 'typo' },
    spec: { selector: { app: 'servcie-1' }, ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }] },
  })
  await openPage(page, own.slicescope)
  await expectOpen(page, 'typo')
  const list = page.getByRole('listbox', { name: 'Services' })
  await expect(list.getByRole('option')).toHaveCount(5)

  // By keyboard alone.
  await page.getByRole('button', { name: 'Filter by' }).focus()
  await page.keyboard.press('Enter')
  const box = page.getByRole('combobox', { name: 'Find a filter' })
  await expect(box).toBeFocused()
  await page.keyboard.type('selector typo')
  await expect(page.getByRole('option', { name: /Selector typo.*1/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/finding=SC-B2/)
  await expect(list.getByRole('option')).toHaveCount(1)
  await expect(page.getByTestId('list-counts')).toContainText('1 needs attention, 0 healthy')

  // By what the server tells: every Service has a pod on each node.
  await page.getByRole('button', { name: 'Remove the filter finding SC-B2' }).click()
  await page.getByRole('button', { name: 'Filter by' }).click()
  await box.fill('node-0001')
  await page
    .getByRole('option', { name: /node-0001/ })
    .first()
    .click()
  await expect(page).toHaveURL(/node=node-0001/)
  await expect(list.getByRole('option')).toHaveCount(4)
  await page.goto(`${own.slicescope.url}/c/${new URL(page.url()).pathname.split('/')[2]}?finding=SC-B2`)
  await expect(list.getByRole('option')).toHaveCount(1)

  await page.reload()
  await expect(list.getByRole('option')).toHaveCount(1)
  own.storage.delete('services', { namespace: 'team-1', name: 'typo' })
  const panel = page.getByRole('navigation', { name: 'Services' })
  await expect(panel).toContainText('None of 4 Services has the finding SC-B2 now.')
  await panel.getByRole('button', { name: 'Clear the filter' }).click()
  await expect(list.getByRole('option')).toHaveCount(4)
  await expect(page).not.toHaveURL(/finding=/)
})
