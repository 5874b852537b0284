import { expect, test } from 'vitest'
import { proxyFor } from './proxy.ts'

const through = (server: string, env: Record<string, string>, own?: string) =>
  proxyFor(new URL(server), own, env)?.href ?? null

test('the scheme of the server chooses the variable, in capitals first', () => {
  const env = { HTTPS_PROXY: 'http://a:1', https_proxy: 'http://b:2', http_proxy: 'c:3' }
  expect(through('https://api.test', env)).toBe('http://a:1/')
  expect(through('http://api.test', env)).toBe('http://c:3/')
  expect(through('https://api.test', { https_proxy: 'socks5://b:2' })).toBe('socks5://b:2')
  expect(through('https://api.test', {})).toBeNull()
})

test('a kubeconfig’s proxy-url wins, whatever the environment says', () => {
  const env = { HTTPS_PROXY: 'http://a:1', NO_PROXY: '*' }
  expect(through('https://127.0.0.1', env, 'http://own:9')).toBe('http://own:9/')
  expect(() => through('https://x', {}, 'ftp://own:9')).toThrow(/use http, https or socks5/)
})

test('loopback is never proxied', () => {
  for (const host of ['localhost', '127.0.0.1', '127.8.8.8', '[::1]']) {
    expect(through(`https://${host}:6443`, { HTTPS_PROXY: 'a:1' })).toBeNull()
  }
})

test.for([
  ['*', 'https://api.test', true],
  ['api.test', 'https://api.test', true],
  ['api.test', 'https://x.api.test', true],
  ['api.test', 'https://xapi.test', false],
  ['.api.test', 'https://x.api.test', true],
  ['.api.test', 'https://api.test', false],
  ['*.api.test', 'https://x.api.test', true],
  ['API.test', 'https://api.TEST', true],
  ['other, api.test ', 'https://api.test', true],
  ['api.test:443', 'https://api.test', true],
  ['api.test:6443', 'https://api.test', false],
  ['api.test:6443', 'https://api.test:6443', true],
  ['10.0.0.1', 'https://10.0.0.1:6443', true],
  ['10.0.0.0/8', 'https://10.9.9.9', true],
  ['10.0.0.0/8', 'https://11.0.0.1', false],
  ['10.0.0.0/33', 'https://10.0.0.1', false],
  ['fd00::/8', 'https://[fd00::5]', true],
  ['[fd00::5]:443', 'https://[fd00::5]', true],
  ['', 'https://api.test', false],
] as const)('NO_PROXY=%s leaves out %s: %s', ([noProxy, server, isLeftOut]) => {
  expect(through(server, { HTTPS_PROXY: 'http://p:1', NO_PROXY: noProxy }) === null).toBe(isLeftOut)
})
