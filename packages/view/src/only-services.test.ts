import { expect, test } from 'vitest'
import { aService, BEGIN, ViewHarness } from './testing/view-harness.ts'

test('a recording lists and finds the Services that it answers about, and no others', () => {
  const harness = new ViewHarness()
  harness.synced()
  harness.set('services', aService({ selector: { app: 'web' } }))
  harness.set('services', aService({ selector: { app: 'web' } }, { name: 'witness', uid: 'witness' }))
  expect(harness.another().rows('*')).toHaveLength(2)
  const view = harness.another({ only: new Set(['shop/web']) })
  expect(view.rows('*').map(({ key }) => key)).toEqual(['shop/web'])
  expect(view.row('shop/witness')).toBeUndefined()
  expect(view.serviceView('shop/witness', BEGIN)).toBeUndefined()
  expect(view.serviceView('shop/web', BEGIN)).toBeDefined()
  expect(view.search('witness').hits).toEqual([])
  expect(view.search('web').hits).not.toEqual([])
})
