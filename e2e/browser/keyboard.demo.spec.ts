import type { Page } from '@playwright/test'
import { expect, expectOpen, openPage, test } from './slicescope-test.ts'

test('by keyboard alone: find a Service, walk its picture to a pod, read its details', async ({
  strictPage: page,
  demo,
}) => {
  await openPage(page, demo)
  await expect(page.getByTestId('list-counts')).toBeVisible()
  await findAndOpen(page, 'payments-api')
  // The picture's code comes after the rest of the page.
  await expect(page.getByRole('listbox', { name: /^Picture of payments-api/ })).toBeVisible()
  await tabTo(page, 'Picture of payments-api', 'listbox')
  const cursor = page.locator('#graph-cursor')
  await expect(cursor).toContainText('Service payments-api')
  await page.keyboard.press('ArrowRight')
  await expect(cursor).toContainText('EndpointSlice')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('inspector')).toHaveAttribute('data-kind', 'slice')
  await page.keyboard.press('ArrowRight')
  await expect(cursor).toContainText('ready')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('inspector')).toHaveAttribute('data-kind', 'zone')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('inspector')).toHaveAttribute('data-kind', 'pod')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('inspector')).toHaveAttribute('data-kind', 'service')
})

test('each column is one Tab stop', async ({ strictPage: page, demo }) => {
  await openPage(page, demo, '/c/demo/ns/shop/svc/checkout')
  await expectOpen(page, 'checkout')
  await expect(page.getByRole('listbox', { name: /^Picture of checkout/ })).toBeVisible()
  const stops = await page.evaluate(
    () =>
      [...document.querySelectorAll('.list-panel [tabindex="0"], .graph-pane [tabindex="0"]')].filter(
        each => !each.closest('[inert]'),
      ).length,
  )
  expect(stops).toBe(2)
})

test('by keyboard alone: find what is broken, ask why, mark it in the picture, and end that', async ({
  strictPage: page,
  start,
}) => {
  const demo = await start({ args: ['--demo', 'port-name'] })
  await openPage(page, demo, '/c/demo/ns/shop/svc/cart')
  await expectOpen(page, 'cart')
  await findAndOpen(page, 'web')
  await tabToText(page, /^Why\?/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'mark in the picture' })).toBeVisible()
  await tabToText(page, /^mark in the picture/)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/mark=SC-E1/)
  await expect(page.locator('.ring[data-marked=loud]')).toHaveCount(3)
  await page.keyboard.press('Enter')
  await expect(page).not.toHaveURL(/mark=/)
  // Back at the list, the filter ends as it began.
  await page.keyboard.press('/')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('Delete')
  await expect(page.getByRole('option').nth(1)).toBeVisible()
})

/** Filters the list to one Service and opens it. */
async function findAndOpen(page: Page, name: string): Promise<void> {
  await page.keyboard.press('/')
  await page.keyboard.type(name)
  await expect(page.getByRole('option')).toHaveCount(1)
  await tabTo(page, 'Services', 'listbox')
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await expectOpen(page, name)
}

/** As tabTo, by what stands on a button. */
async function tabToText(page: Page, text: RegExp): Promise<void> {
  for (let presses = 0; presses < 50; presses++) {
    await page.keyboard.press('Tab')
    if (text.test(await page.evaluate(() => document.activeElement?.textContent?.trim() ?? ''))) return
  }
  throw new Error(`Tab does not lead to ${text}`)
}

/** Presses Tab until the named element has the focus, as a person would; far fewer than fifty times. */
async function tabTo(page: Page, name: string, role: string): Promise<void> {
  for (let presses = 0; presses < 50; presses++) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => ({
      role: document.activeElement?.getAttribute('role'),
      name: document.activeElement?.getAttribute('aria-label') ?? '',
    }))
    if (focused.role === role && focused.name.startsWith(name)) return
  }
  throw new Error(`Tab does not lead to ${role} ${name}`)
}

test('single keys: help, table, commands of what is selected, the next lost backend, the list', async ({
  strictPage: page,
  context,
  start,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const demo = await start({ args: ['--demo', 'port-name'] })
  await openPage(page, demo, '/c/demo/ns/shop/svc/web')
  await expectOpen(page, 'web')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('next, previous lost backend')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toBeVisible()
  // The page has the next key even if it comes before the dialog that Escape closes is gone from the page.
  await page.evaluate(() => {
    document.querySelector<HTMLDialogElement>('dialog[open]')?.close()
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 't', bubbles: true, cancelable: true }))
  })
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('grid')).toBeVisible()
  await page.keyboard.press('n')
  await expect(page.getByTestId('inspector')).toHaveAttribute('data-kind', 'pod')
  await page.keyboard.press('y')
  await expect(page.getByRole('status').filter({ hasText: 'Copied: kubectl' })).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
    /^kubectl -n shop get pod\/web-\S+ -o yaml$/,
  )
  await page.keyboard.press('w')
  await expect(page.getByRole('tab', { name: 'Why' })).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('j')
  await expect(page.getByRole('listbox', { name: 'Services' })).toBeFocused()
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await expect(page.getByTestId('overview-sentence')).toBeVisible()
})
