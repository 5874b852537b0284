import type { Row } from '@slicescope/view'
import { expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { renderPart } from '../state/render-part.tsx'
import { aRow, MADE_AT } from '@slicescope/view/testing'
import { ServiceList } from './service-list.tsx'

const now = Date.parse(MADE_AT)
const broken = (name: string) =>
  aRow({ name, health: 'down', severity: 'critical', ready: 0, verdict: `${name} is lost.` })
const WELL = ['api', 'cart', 'mail'].map(name => aRow({ name }))

function list(rows: readonly Row[], onOpen: (row: Row) => void = () => {}) {
  return <ServiceList rows={rows} allRows={rows} filterKey="" wasBroken={new Map()} open={null} onOpen={onOpen} />
}

const names = () =>
  [...document.querySelectorAll('[data-service]')].map(each => each.getAttribute('data-service') ?? '')

test('keys walk the Services, past headers, and Enter opens', async () => {
  const onOpen = vi.fn<(row: Row) => void>()
  await renderPart(list([...WELL, broken('pay')], onOpen), { now })
  await expect.poll(names).toEqual(['shop/pay', 'shop/api', 'shop/cart', 'shop/mail'])
  page.getByRole('listbox').element().focus()
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}')
  await userEvent.keyboard('{End}{Enter}')
  await userEvent.keyboard('k{Enter}')
  expect(onOpen.mock.calls.map(([{ name }]) => name)).toEqual(['api', 'mail', 'cart'])
})

test('the order holds while focus is in the list; what needs attention is counted, and sorts when asked', async () => {
  const { show } = await renderPart(list(WELL), { now })
  page.getByRole('listbox').element().focus()
  await userEvent.keyboard('{ArrowDown}')
  await show(list([...WELL.slice(0, 2), broken('mail')]))
  const news = page.getByRole('button', { name: '1 new' })
  await expect.element(news).toBeVisible()
  expect(names()).toEqual(['shop/api', 'shop/cart', 'shop/mail'])
  await news.click()
  await expect.poll(names).toEqual(['shop/mail', 'shop/api', 'shop/cart'])
})

test('a section folds to its header and back', async () => {
  await renderPart(list([...WELL, broken('pay')]), { now })
  await page.getByTitle('Fold these Services').last().click()
  await expect.poll(names).toEqual(['shop/pay'])
  await page.getByTitle('Show these Services').click()
  await expect.poll(names).toHaveLength(4)
})
