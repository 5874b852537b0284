import { expect, test } from 'vitest'
import { budget } from '../law/fixtures/shapes.ts'
import { aNode, change, FAILING, healthy, withThird } from '../law/raw.ts'
import { codesOf, diagnoseWeb, findingOf, podOn } from '../testing/web-service.ts'

const ALL = { currentHealthy: 3, desiredHealthy: 3 }
const CORDONED = ['nodes', { ...aNode('n3', 'eu-1c'), spec: { unschedulable: true } }] as const

function ofPart(part: string): ReturnType<typeof budget> {
  const metadata = { name: part, namespace: 'shop', uid: part, generation: 1 }
  return budget({ ...ALL, disruptionsAllowed: 1 }, { metadata, spec: { selector: { matchLabels: { part } } } })
}

test('[SC-G33] a budget that needs every pod never allows an eviction', () => {
  const finding = findingOf(change(healthy(), ['poddisruptionbudgets', budget(ALL)]), 'SC-G33')
  expect(finding).toMatchObject({
    severity: 'info',
    causeCertainty: 'proven',
    lead: 'Disruption budget never allows an eviction',
    facts: 'PodDisruptionBudget web needs 3 of 3 pods healthy, so a drain of their nodes waits',
  })
  expect(finding.evidence).toEqual([
    {
      object: { kind: 'PodDisruptionBudget', namespace: 'shop', name: 'web' },
      field: 'status.disruptionsAllowed',
      found: '0 (3 healthy, 3 needed)',
      expected: '1 or more',
    },
  ])
})

test('[SC-G33] a budget that lacks healthy pods allows none now', () => {
  const made = change(withThird(FAILING), ['poddisruptionbudgets', budget({ currentHealthy: 2, desiredHealthy: 2 })])
  expect(findingOf(made, 'SC-G33')).toMatchObject({
    lead: 'Disruption budget allows no eviction now',
    facts: 'PodDisruptionBudget web needs 2 healthy pods and has 2, so a drain of their nodes waits',
  })
})

test('[SC-G33] healthy pods on a cordoned node wait for the budget', () => {
  const made = change(healthy(), CORDONED, ['poddisruptionbudgets', budget(ALL)])
  expect(findingOf(made, 'SC-G33')).toMatchObject({
    facts: 'PodDisruptionBudget web needs 3 of 3 pods healthy, so a drain of cordoned node n3 waits',
  })
})

test('[SC-G33] the eviction API refuses a pod of two budgets, whatever they allow', () => {
  const open = { ...ALL, disruptionsAllowed: 3, desiredHealthy: 0 }
  const other = budget(open, { metadata: { name: 'other', namespace: 'shop', uid: 'other', generation: 1 } })
  const made = change(healthy(), ['poddisruptionbudgets', budget(open)], ['poddisruptionbudgets', other])
  expect(findingOf(made, 'SC-G33').lead).toBe('Pods have more than one disruption budget')
})

test('[SC-G33] two budgets of other pods each are two budgets', () => {
  const made = change(
    healthy(),
    ['pods', podOn('n1', 1, { metadata: { labels: { app: 'web', part: 'a' } } })],
    ['pods', podOn('n2', 2, { metadata: { labels: { app: 'web', part: 'b' } } })],
    ['poddisruptionbudgets', ofPart('a')],
    ['poddisruptionbudgets', ofPart('b')],
  )
  expect(codesOf(made)).not.toContain('SC-G33')
})

test('[SC-G33] what the controller cannot compute allows nothing', () => {
  const conditions = [
    { type: 'DisruptionAllowed', status: 'False', reason: 'SyncFailed', message: 'no scale of Thing x' },
  ]
  const made = change(healthy(), ['poddisruptionbudgets', budget({ conditions, desiredHealthy: 0, expectedPods: 0 })])
  const { lead, evidence } = findingOf(made, 'SC-G33')
  expect(lead).toBe('Disruption budget cannot be computed')
  expect(evidence.at(-1)?.found).toBe('SyncFailed: no scale of Thing x')
})

test.each([
  ['allows one', budget({ ...ALL, desiredHealthy: 2, disruptionsAllowed: 1 })],
  ['has changed since the controller looked', budget({ ...ALL, observedGeneration: 0 })],
  ['has not been looked at', budget({}, { status: undefined })],
  ['selects other pods', budget(ALL, { spec: { selector: { matchLabels: { app: 'db' } } } })],
  ['has no selector', budget(ALL, { spec: {} })],
  ['is of another namespace', budget(ALL, { metadata: { name: 'web', namespace: 'pay', uid: 'b', generation: 1 } })],
])('[SC-G33] a budget that %s is no finding', (_, object) => {
  expect(codesOf(change(healthy(), ['poddisruptionbudgets', object]))).not.toContain('SC-G33')
})

test('[SC-G33] where budgets cannot be read, that is not known', () => {
  const made = healthy()
  made.coverages.set('poddisruptionbudgets', 'forbidden')
  const { findings, cannotTell } = diagnoseWeb(made)
  expect(findings).toEqual([])
  expect(cannotTell).toContainEqual(expect.objectContaining({ code: 'SC-G33' }))
})
