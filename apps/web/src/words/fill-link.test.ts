import { expect, test } from 'vitest'
import { fillLink } from './fill-link.ts'

const places = { cluster: 'admin@prod', namespace: 'shop', service: 'a/../b?x=1&y#z' }

test('values are encoded, so that they stay in their place', () => {
  expect(fillLink('https://g.example.com/d/{namespace}/{service}?c={cluster}', places)).toBe(
    'https://g.example.com/d/shop/a%2F..%2Fb%3Fx%3D1%26y%23z?c=admin%40prod',
  )
})

test('what is no web address is no link', () => {
  expect(fillLink('javascript:alert({service})', places)).toBeNull()
  expect(fillLink('nowhere/{service}', places)).toBeNull()
})
