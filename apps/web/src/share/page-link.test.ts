import { expect, test } from 'vitest'
import { pageLink } from './page-link.ts'

const PATH = '/c/prod/ns/shop/svc/checkout?view=table'

test('links carry the public address, wherever the page was opened', () => {
  const origins = { publicUrl: 'https://slicescope.example.com', ownOrigin: 'http://127.0.0.1:7654' }
  expect(pageLink(PATH, origins)).toEqual({ address: `https://slicescope.example.com${PATH}`, isLocal: false })
})

test.each(['http://127.0.0.1:7654', 'http://localhost:7654', 'http://[::1]:7654'])(
  'without a public address, links to %s open only on this machine',
  ownOrigin => {
    expect(pageLink(PATH, { publicUrl: null, ownOrigin })).toEqual({ address: `${ownOrigin}${PATH}`, isLocal: true })
  },
)

test('a page that is a file has no origin', () => {
  expect(pageLink(PATH, { publicUrl: null, ownOrigin: 'null' })).toEqual({ address: PATH, isLocal: true })
})

test('without a public address, a page that came from elsewhere can be sent', () => {
  expect(pageLink('/', { publicUrl: null, ownOrigin: 'http://tools:8080' }).isLocal).toBe(false)
})
