import type { FindingView } from '@slicescope/view'
import { expect, test } from 'vitest'
import { drawing } from './drawing.ts'
import { layout } from './layout.ts'
import { toSvg } from './svg.ts'
import { aFreshness, aView } from '@slicescope/view/testing'

const NODE_DOWN: FindingView = {
  code: 'SC-C7',
  severity: 'critical',
  certainty: 'proven',
  causeCertainty: 'proven',
  subject: { kind: 'Service', namespace: 'shop', name: 'checkout' },
  title: 'Node n-2 is not Ready',
  sentence: 'Node n-2 is not Ready: 2 of its backends are lost.',
  lead: 'Node n-2 is not Ready',
  facts: '2 of its backends are lost',
  guess: '',
  onset: null,
  evidence: [
    { object: { kind: 'Node', namespace: null, name: 'n-2' }, field: 'Ready', found: 'Unknown', expected: 'True' },
    { object: { kind: 'EndpointSlice', namespace: 'shop', name: 's-1' }, field: 'endpoints', found: '2', expected: '' },
  ],
  moreEvidence: 0,
  kubectl: '',
  remedy: '',
  remedyCommand: '',
  remedyClass: 'look',
  misconception: null,
  reads: [],
  explains: 2,
  broken: ['uid-web-4', 'uid-web-5'],
}

const freshness = aFreshness({ heard: '2026-11-24T03:26:08Z', progressed: null, verified: '2026-11-24T03:25:30Z' })

const names = (zone: string, node: string, slice: string, numbers: readonly number[]) =>
  numbers.map(number => ({ name: `web-${number}`, zone, node, slices: [slice] }))

const VIEW = aView({
  backends: [
    ...names('a', 'n-1', 's-1', [1, 2, 3]),
    ...names('b', 'n-2', 's-1', [4, 5]).map(each => ({ ...each, state: 'not-ready' as const })),
    ...names('b', 'n-2', 's-2', [6]),
    ...names('b', 'n-3', 's-2', [7, 8, 9]),
  ],
  notReadyNodes: ['n-2'],
  over: { findings: [NODE_DOWN], freshness },
})

function picture(mark: string | null, view = VIEW): string {
  const caption = {
    cluster: 'prod',
    asOf: '2026-11-24T03:26:10Z',
    link: null,
    mark,
    timeZone: 'Europe/Berlin',
    version: '0.1.0',
    position: '0123456789ab-42',
  }
  return toSvg(drawing(layout(view, { grouping: 'zone', width: 856 }), view, caption), 'light')
}

test('a picture that marks a finding: outlines around what it names, the rest steps back', async () => {
  await expect(picture('SC-C7')).toMatchFileSnapshot('../golden/marked.svg')
})

test('the first finding is marked quietly, and nothing steps back', async () => {
  await expect(picture(null)).toMatchFileSnapshot('../golden/first-finding.svg')
  expect(picture('SC-B2')).toBe(picture(null))
  expect(picture(null)).not.toContain('opacity')
})

test('a remark marks nothing unless it is asked for', () => {
  const view = { ...VIEW, findings: [{ ...NODE_DOWN, severity: 'info' as const }] }
  expect(picture(null, view)).not.toContain('class="mark"')
  expect(picture('SC-C7', view)).toContain('marked: Node n-2 is not Ready')
})

test('thousands of cells are a path for each part of each state of a group', () => {
  const states = ['ready', 'not-ready', 'unknown'] as const
  const backends = Array.from({ length: 3_000 }, (_, index) => ({
    name: `web-${index}`,
    zone: `z-${index % 2}`,
    state: states[index % 3] ?? 'ready',
  }))
  const svg = toSvg(
    drawing(layout(aView({ backends }), { grouping: 'zone', width: 856 }), aView({ backends }), null),
    'dark',
  )
  expect(svg.match(/<(path|use|text|g)\b/g)?.length).toBeLessThan(150)
  // The body of each that is ready or not: a line without length that has round ends.
  expect(svg.match(/h0/g)).toHaveLength(2_000)
})
