import { serviceViewSchema } from '@slicescope/view'
import { expect, expectOpen, openPage, test } from './slicescope-test.ts'

test('a pasted log line leads to the pod whose address is in it, by keyboard alone', async ({
  strictPage: page,
  demo,
}) => {
  await openPage(page, demo, '/c/demo/ns/shop/svc/checkout')
  await expectOpen(page, 'checkout')
  const answer = await demo.get('/api/clusters/demo/namespaces/shop/services/cart')
  const { endpoints } = serviceViewSchema.parse(await answer.json())
  const address = endpoints[0]?.address ?? ''
  const pod = endpoints[0]?.targetRef?.name ?? ''
  await page.keyboard.press('ControlOrMeta+k')
  await expect(page.getByRole('combobox', { name: 'Search everything' })).toBeFocused()
  await page.keyboard.insertText(`03:11:19.224 ERROR upstream ${address}:8080 connection refused, 3 tries`)
  await expect(page.getByRole('option', { selected: true }).filter({ hasText: pod })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/ns\/shop\/svc\/cart\?sel=pod:/)
  await expect(page.getByTestId('inspector').getByRole('heading', { name: pod })).toBeVisible()
})

test('typos are forgiven, commands are found, and what is not found says what was searched', async ({
  strictPage: page,
  demo,
}) => {
  await openPage(page, demo, '/c/demo/ns/shop/svc/checkout')
  await expectOpen(page, 'checkout')
  await page.keyboard.press(':')
  const box = page.getByRole('combobox', { name: 'Search everything' })
  await box.fill('chekout')
  await expect(page.getByRole('dialog').getByRole('option').filter({ hasText: 'checkout' }).first()).toBeVisible()
  await box.fill('zzz-not-there')
  await expect(page.getByRole('dialog').getByRole('status')).toContainText('Not found. Searched: Services')
  await box.fill('show the table')
  await expect(page.getByRole('dialog').getByRole('option', { selected: true })).toContainText(/show the table/i)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/view=table/)
  await page.getByRole('button', { name: 'Search everything' }).click()
  await expect(box).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('on a phone the palette opens by a tap, and what it finds opens by another', async ({
  strictPage: page,
  demo,
}) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await openPage(page, demo, '/c/demo/ns/shop/svc/checkout')
  await expectOpen(page, 'checkout')
  const button = page.getByRole('button', { name: 'Search everything' })
  const box = await button.boundingBox()
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(40)
  await button.click()
  await page.getByRole('combobox', { name: 'Search everything' }).fill('payments-api')
  await page.getByRole('dialog').getByRole('option').filter({ hasText: 'payments-api' }).first().click()
  await expectOpen(page, 'payments-api')
})
