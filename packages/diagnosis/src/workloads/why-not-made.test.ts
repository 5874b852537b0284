import { expect, test } from 'vitest'
import { whyNotMade } from './why-not-made.ts'

const PULL = 'Failed to pull image "shop/web:14": '

test.each([
  [
    `${PULL}rpc error: code = NotFound desc = failed to resolve reference "docker.io/shop/web:14": docker.io/shop/web:14: not found`,
    'no such image or tag',
  ],
  [`${PULL}pull access denied, repository does not exist or may require authorization`, 'the registry denies access'],
  [`${PULL}toomanyrequests: You have reached your pull rate limit`, 'the registry limits the rate of pulls'],
  [`${PULL}dial tcp: lookup registry.example.com: no such host`, 'the registry cannot be reached'],
  [`${PULL}something new`, undefined],
  ['Error: ImagePullBackOff', undefined],
  ['Error: secret "db" not found', 'secret "db" not found'],
  ["Error: couldn't find key password in Secret shop/db", "couldn't find key password in Secret shop/db"],
  [
    'Error: container has runAsNonRoot and image will run as root (pod: "web_shop", container: main)',
    'container has runAsNonRoot and image will run as root',
  ],
  ['Error: failed to start container "main": exec: "sh -c token=1": not found', undefined],
  ['Readiness probe failed', undefined],
])('[SC-D1] %s', (message, words) => {
  expect(whyNotMade(message)).toBe(words)
})
