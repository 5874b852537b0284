import { execFileSync } from 'node:child_process'
import { kubectlOfNode, kubectlOfPod, kubectlOfService, kubectlOfSlice, kubectlOfZone } from '@slicescope/picture'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aView } from '@slicescope/view/testing'
import { command } from '@slicescope/view/text'

const SEED = 20261124
const { service } = aView()

/** The words that a real shell makes of a text. */
function shellWords(text: string): readonly string[] {
  const output = execFileSync('sh', ['-c', String.raw`for word in ${text}; do printf '%s\0' "$word"; done`])
  return output.toString('utf8').split('\0').slice(0, -1)
}

const hostile = fc.constantFrom("'", '"', '$(id)', '`id`', ';', '&', '|', '>', '*', '~', '!', '\\', '\n', ' ', '#', '-')
// A command line cannot hold NUL.
const words = fc
  .array(fc.oneof(hostile, fc.string({ unit: 'grapheme' })), { minLength: 1, maxLength: 5 })
  .map(parts => parts.join('').replaceAll('\0', ''))

describe.skipIf(globalThis.process.platform === 'win32')('in a real shell', () => {
  test(`whatever names it holds, a command is pasted as it was meant (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 20 }), list => {
        expect(shellWords(command(...list))).toEqual(list)
      }),
      { seed: SEED, numRuns: 60 },
    )
  })

  test('a hostile name runs nothing', () => {
    const [text = ''] = kubectlOfSlice(service, "x'; touch /tmp/owned; echo '$(id)")
    expect(shellWords(text)).toEqual([
      'kubectl',
      '-n',
      'shop',
      'get',
      "endpointslice/x'; touch /tmp/owned; echo '$(id)",
      '-o',
      'yaml',
    ])
  })
})

test.each([
  ['checkout-7d9f8b6c5', 'checkout-7d9f8b6c5'],
  ['kubernetes.io/service-name=checkout', 'kubernetes.io/service-name=checkout'],
  ['!topology.kubernetes.io/zone', "'!topology.kubernetes.io/zone'"],
  ["it's", String.raw`'it'\''s'`],
  ['', "''"],
  ['jsonpath={.spec} {.status}', "jsonpath='{.spec} {.status}'"],
  ['=ls', "'=ls'"],
  ['größe', "'größe'"],
])('%s is written %s: quotes only where a shell needs them', (word, written) => {
  expect(command(word)).toBe(written)
})

describe('commands', () => {
  test('of a Service: its slices, and the pods that its selector matches', () => {
    const selector = { app: 'checkout', tier: 'web' }
    expect(kubectlOfService({ ...service, selector })).toEqual([
      'kubectl -n shop get endpointslices -l kubernetes.io/service-name=checkout',
      'kubectl -n shop get pods -l app=checkout,tier=web -o wide',
    ])
  })

  test('without a selector no pods are asked for: an empty one would list all', () => {
    const bare = { ...service, selector: {} }
    expect(kubectlOfService(bare)).toHaveLength(1)
    expect(kubectlOfNode(bare, 'node-1')).toEqual([
      'kubectl get node/node-1 -o wide',
      'kubectl -n shop get pods --field-selector spec.nodeName=node-1',
    ])
  })

  test('of a zone, of no zone, of a node and of a pod', () => {
    expect(kubectlOfZone('eu-1c')).toEqual(['kubectl get nodes -l topology.kubernetes.io/zone=eu-1c'])
    expect(kubectlOfZone(null)).toEqual(["kubectl get nodes -l '!topology.kubernetes.io/zone'"])
    expect(kubectlOfNode(service, 'node-1').at(-1)).toBe(
      'kubectl -n shop get pods -l app=checkout --field-selector spec.nodeName=node-1',
    )
    expect(kubectlOfPod({ namespace: 'shop', name: 'checkout-1', containers: [] })).toEqual([
      'kubectl -n shop get pod/checkout-1 -o wide',
      'kubectl -n shop describe pod/checkout-1',
      'kubectl -n shop logs pod/checkout-1 --all-containers --tail=100',
    ])
  })

  test('of a pod whose containers failed: the log of the run that ended', () => {
    const container = { isInit: false, state: 'waiting', ready: false, reason: null, exitCode: null } as const
    const containers = [
      { ...container, name: 'main', restarts: 3, last: { reason: 'OOMKilled', exitCode: 137 } },
      { ...container, name: 'proxy', state: 'running', restarts: 0, last: null } as const,
    ]
    expect(kubectlOfPod({ namespace: 'shop', name: 'checkout-1', containers }).slice(2)).toEqual([
      'kubectl -n shop logs pod/checkout-1 -c main --previous',
      'kubectl -n shop logs pod/checkout-1 -c proxy --tail=100',
    ])
  })
})
