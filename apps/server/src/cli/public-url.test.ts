import { expect, test } from 'vitest'
import { parsePublicUrl } from './public-url.ts'

test.each([
  [
    'https://slicescope.example.com',
    'https://slicescope.example.com',
    ['slicescope.example.com', 'slicescope.example.com:443'],
  ],
  [
    'HTTPS://Slicescope.Example.com:443/',
    'https://slicescope.example.com',
    ['slicescope.example.com', 'slicescope.example.com:443'],
  ],
  ['http://tools:8080', 'http://tools:8080', ['tools:8080']],
  ['http://[fd00::1]', 'http://[fd00::1]', ['[fd00::1]', '[fd00::1]:80']],
  ['https://bücher.example', 'https://xn--bcher-kva.example', ['xn--bcher-kva.example', 'xn--bcher-kva.example:443']],
])('%s', (text, origin, hosts) => {
  expect(parsePublicUrl(text)).toEqual({ origin, hosts, isLocal: false })
})

test.each(['http://127.0.0.1:7654', 'http://localhost:7654', 'https://[::1]', 'http://0x7f.1', 'http://a.localhost'])(
  'links to %s open only on one machine',
  text => {
    expect(parsePublicUrl(text)).toMatchObject({ isLocal: true })
  },
)

test.each([
  ['slicescope.example.com', 'must begin with https://'],
  ['javascript:alert(1)', 'must begin with https://'],
  ['ftp://example.com', 'must begin with https://'],
  ['//example.com', 'must begin with https://'],
  [' https://example.com', 'must begin with https://'],
  ['https:example.com', 'must begin with https://'],
  ['https://me:secret@example.com', 'must not hold a user'],
  ['https://good.example@evil.example', 'must not hold a user'],
  ['https://example.com/slicescope', 'must end after the host'],
  ['https://example.com/?a=b', 'must end after the host'],
  ['https://example.com#a', 'must end after the host'],
  ['https://example.com\\@evil.example', 'must end after the host'],
  ['https://', 'needs a host name'],
  ['https://*', 'needs a host name'],
  ['https://*.example.com', 'needs a host name'],
  ['https://example.com.', 'needs a host name'],
  ['https://exam ple.com', 'needs a host name'],
  ['https://exam\tple.com', 'needs a host name'],
  ['https://example.com\n', 'needs a host name'],
  ['https://%65xample.com', 'needs a host name'],
  ['https://a_b.example.com', 'needs a host name'],
  ['https://0.0.0.0', 'needs a host name'],
  ['https://[::]', 'needs a host name'],
  ['https://example.com:0', 'needs a host name'],
  ['https://example.com:99999', 'needs a host name'],
  ['https://example.com:x', 'needs a host name'],
  [`https://${'a.'.repeat(150)}com`, 'longer than 300'],
])('%j is refused in words', (text, words) => {
  expect(parsePublicUrl(text)).toContain(words)
})
