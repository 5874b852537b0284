import { expect, test } from 'vitest'
import type { ExpectedAnswer } from './schema/expected.ts'
import { aNode, anEndpoint, aPod, aService, aSlice, NOT_READY, ViewHarness } from './testing/view-harness.ts'

type Raw = Readonly<Record<string, unknown>>

/** Pod web-n on node-1. */
function placed(n: number, metadata: Raw = {}, status: Raw = {}) {
  const pod = aPod(n, { ...metadata })
  return { ...pod, spec: { nodeName: 'node-1', containers: [] }, status: { ...statusOf(n), ...status } }
}

function statusOf(n: number) {
  return { phase: 'Running', podIPs: [{ ip: `10.0.0.${n}` }], conditions: [{ type: 'Ready', status: 'True' }] }
}

function ask(service: Raw, endpoints: readonly Raw[], pods: readonly Raw[], slice: Raw = {}): ExpectedAnswer {
  const harness = new ViewHarness()
  harness.set('services', service)
  const managed = {
    'kubernetes.io/service-name': 'web',
    'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
  }
  harness.set('endpointslices', {
    ...aSlice(endpoints),
    ...slice,
    metadata: { name: 'web-1', namespace: 'shop', uid: 'slice-web-1', labels: managed },
  })
  harness.set('nodes', aNode('node-1', 'eu-1a'))
  harness.set('pods', ...pods)
  harness.synced()
  const answer = harness.view.questions.expected('shop/web')
  if (answer.type !== 'answer') throw new Error(answer.type)
  return answer.value
}

const told = ({ lines }: ExpectedAnswer) => lines.map(({ name, differs, why }) => [name, differs, why])

test('pods and slices that agree: nothing differs', () => {
  const answer = ask(aService(), [anEndpoint(1), anEndpoint(2)], [placed(1), placed(2)])
  expect(answer).toMatchObject({ notControlled: null, matched: 2, listed: 2, differing: 0, more: 0 })
  expect(told(answer)).toEqual([
    ['web-1', false, null],
    ['web-2', false, null],
  ])
})

test('ports are compared, too: what the containers have beside what the slice lists', () => {
  const slice = { ports: [{ name: 'http', port: 9090 }] }
  expect(told(ask(aService(), [anEndpoint(1)], [placed(1)], slice))).toEqual([
    [
      'web-1',
      true,
      'Its pod asks for port http 8080/TCP; the slice says port http 9090/TCP. The EndpointSlice controller has not updated it.',
    ],
  ])
  expect(told(ask(aService(), [anEndpoint(1)], [placed(1)], { ports: [] }))[0]?.[2]).toContain(
    'the slice says no port.',
  )
})

test('each difference has its reason, and what is rightly left out too', () => {
  const answer = ask(
    aService(),
    [
      { ...anEndpoint(1), ...NOT_READY },
      { ...anEndpoint(3), addresses: ['10.0.0.99'] },
      anEndpoint(4),
      anEndpoint(5),
      { addresses: ['10.9.9.9'] },
    ],
    [
      placed(1),
      placed(2),
      placed(3),
      placed(4, { labels: { app: 'webb' } }),
      placed(6, {}, { phase: 'Succeeded' }),
      placed(7, {}, { podIPs: [] }),
      aPod(8),
    ],
  )
  expect(answer).toMatchObject({ matched: 6, listed: 5, differing: 6 })
  expect(told(answer)).toEqual([
    ['10.9.9.9', true, 'It names no pod.'],
    [
      'web-1',
      true,
      'Its pod asks for ready true, serving true; the slice says ready false, serving false. The EndpointSlice controller has not updated it.',
    ],
    ['web-2', true, 'In no slice: the EndpointSlice controller has not written it.'],
    ['web-3', true, 'The slice lists 10.0.0.99; the pod has 10.0.0.3.'],
    ['web-4', true, 'The selector asks for app=web, but the pod has app=webb.'],
    ['web-5', true, 'Its pod does not exist any more.'],
    ['web-6', false, 'Rightly in no slice: it has finished (phase Succeeded).'],
    ['web-7', false, 'Rightly in no slice: it has no IP address yet.'],
    ['web-8', false, 'Rightly in no slice: it is not scheduled.'],
  ])
})

test('without a selector the slices are listed, and nothing is said to differ', () => {
  const answer = ask(aService({ selector: {} }), [anEndpoint(1)], [placed(1)])
  expect(answer).toMatchObject({ matched: 0, listed: 1, differing: 0 })
  expect(answer.notControlled).toContain('Without a selector')
})
