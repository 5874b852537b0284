import { expect, test } from 'vitest'
import { groupEvidence } from './group-evidence.ts'

const pod = (name: string) => ({ kind: 'Pod', namespace: 'shop', name })
const found = { field: 'status.phase', found: 'Pending', expected: 'Running' }

test('the same found of several objects of a kind is told once, and nothing is left out', () => {
  const node = { object: { kind: 'Node', namespace: null, name: 'n-1' }, ...found }
  const other = { object: pod('d'), ...found, found: 'Failed' }
  const evidence = [
    { object: pod('a'), ...found },
    { object: pod('b'), ...found },
    node,
    { object: pod('c'), ...found },
    other,
  ]
  expect(groupEvidence(evidence)).toEqual([
    { objects: [pod('a'), pod('b')], ...found },
    { objects: [node.object], ...found },
    { objects: [pod('c')], ...found },
    { objects: [pod('d')], ...found, found: 'Failed' },
  ])
})
