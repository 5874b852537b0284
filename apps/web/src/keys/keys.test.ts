import { expect, test } from 'vitest'
import { aView } from '@slicescope/view/testing'
import { nextOf } from './next-of.ts'
import { objectCommand } from './object-commands.ts'

const VIEW = aView({ backends: [{ name: 'web-1', node: 'node-1' }] })
const POD = { kind: 'pod', key: 'uid-web-1' } as const

test('the next of some goes round, and begins at either end', () => {
  const items = ['a', 'b', 'c']
  expect([nextOf(items, 'a', 1), nextOf(items, 'c', 1), nextOf(items, 'a', -1)]).toEqual(['b', 'a', 'c'])
  expect([nextOf(items, null, 1), nextOf(items, 'gone', -1), nextOf([], 'a', 1)]).toEqual(['a', 'c', undefined])
})

test('d, y and l copy the command of what is selected', () => {
  expect(objectCommand(VIEW, null, 'describe')).toBe('kubectl -n shop describe service/checkout')
  expect(objectCommand(VIEW, null, 'logs')).toBe('kubectl -n shop logs -l app=checkout --all-containers --prefix')
  expect(objectCommand(VIEW, POD, 'yaml')).toBe('kubectl -n shop get pod/web-1 -o yaml')
  expect(objectCommand(VIEW, POD, 'logs')).toBe('kubectl -n shop logs pod/web-1 --all-containers --prefix')
  expect(objectCommand(VIEW, { kind: 'slice', key: 's-1' }, 'describe')).toBe(
    'kubectl -n shop describe endpointslice/s-1',
  )
})

test('a node has no namespace and no logs', () => {
  const node = { kind: 'node', key: 'node-1' } as const
  expect(objectCommand(VIEW, node, 'describe')).toBe('kubectl describe node/node-1')
  expect(objectCommand(VIEW, node, 'logs')).toBeNull()
})
