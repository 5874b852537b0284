import { expect, test } from 'vitest'
import { aPod, TestCluster } from './testing/test-cluster.ts'
import { SelectorMatches } from './selector-matches.ts'

test('a label set finds the Services of its namespace whose every pair it has', () => {
  const matches = new SelectorMatches(new TestCluster().store.listers)
  matches.setService('shop/a', 'shop', { app: 'web', managed: 'helm' })
  matches.setService('shop/b', 'shop', { managed: 'helm' })
  matches.setService('shop/c', 'shop', { app: 'web', managed: 'helm', tier: 'front' })
  matches.setService('shop/none', 'shop', {})
  matches.setService('pay/a', 'pay', { app: 'web' })
  const selecting = (labels: Record<string, string>) => matches.note('set', 'shop', labels).toSorted()
  expect(selecting({ app: 'web', managed: 'helm', extra: 'x' })).toEqual(['shop/a', 'shop/b'])
  expect(selecting({ managed: 'helm' })).toEqual(['shop/b'])
  expect(selecting({ app: 'web' })).toEqual([])
  expect(selecting({})).toEqual([])
  matches.deleteService('shop/b')
  expect(selecting({ managed: 'helm' })).toEqual([])
})

test('labels named like parts of an object are labels', () => {
  const matches = new SelectorMatches(new TestCluster().store.listers)
  const odd: Record<string, string> = Object.fromEntries([
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ])
  matches.setService('shop/odd', 'shop', odd)
  expect(matches.note('set', 'shop', odd)).toEqual(['shop/odd'])
  expect(matches.note('set', 'shop', { app: 'web' })).toEqual([])
})

test('label sets that no pod has any more are forgotten', () => {
  const cluster = new TestCluster()
  const matches = new SelectorMatches(cluster.store.listers)
  cluster.set('pods', aPod(1), aPod(2, { metadata: { labels: { app: 'web', hash: '1' } } }))
  matches.setService('shop/web', 'shop', { app: 'web' })
  expect(matches.setsOf('shop/web')).toHaveLength(2)
  cluster.delete('pods', aPod(1))
  expect(matches.setsOf('shop/web')).toEqual([expect.stringContaining('hash')])
})
