import { describe, expect, test } from 'vitest'
import { ClusterStore } from './cluster-store.ts'
import type { ResourceDelta } from './resources.ts'
import { aNode, aPod } from './testing/sample-objects.ts'
import type { Entry } from './entry.ts'

/** A cluster's store, with all batches that it told but those of watches that begin; each entry in words. */
function recorded() {
  const store = new ClusterStore(() => 0)
  const batches: string[][] = []
  store.subscribe(batch => {
    if (!batch.some(isBeginning)) batches.push(batch.map(inWords))
  })
  return { store, batches }
}

function isBeginning(entry: Entry): boolean {
  return entry.type === 'watch' && !entry.watch.hasSynced && entry.watch.phase === 'listing' && entry.watch.loaded === 0
}

function inWords(entry: Entry): string {
  if (entry.type === 'delta') return deltaInWords(entry.delta)
  return entry.type === 'watch' ? `${entry.watch.resource} ${entry.watch.phase}` : 'batch'
}

function deltaInWords({ type, object }: ResourceDelta): string {
  return `${type} ${object.metadata.name} ${object.metadata.uid}`
}

const namesOf = (objects: Iterable<{ readonly metadata: { readonly name: string } }>) =>
  [...objects].map(({ metadata }) => metadata.name).toSorted()

describe('changes of a watch', () => {
  test('are one batch of single differences, in order', () => {
    const { store, batches } = recorded()
    store.writer('pods', null).apply([
      { type: 'set', object: aPod({ name: 'a' }) },
      { type: 'set', object: aPod({ name: 'b' }) },
      { type: 'set', object: aPod({ name: 'a', nodeName: 'n1' }) },
      { type: 'delete', object: aPod({ name: 'b' }) },
    ])
    expect(batches).toEqual([['added a uid-a', 'added b uid-b', 'updated a uid-a', 'deleted b uid-b', 'batch']])
    expect(namesOf(store.listers.pods.list())).toEqual(['a'])
  })

  test('that change nothing are no batch', () => {
    const { store, batches } = recorded()
    const writer = store.writer('pods', null)
    writer.apply([])
    writer.apply([{ type: 'delete', object: aPod({ name: 'a' }) }])
    writer.apply([{ type: 'set', object: aPod({ name: 'a' }) }])
    writer.apply([{ type: 'set', object: aPod({ name: 'a' }) }])
    expect(batches).toEqual([['added a uid-a', 'batch']])
  })

  test('a recreated object is one gone and one new', () => {
    const { store, batches } = recorded()
    const writer = store.writer('pods', null)
    writer.apply([{ type: 'set', object: aPod({ name: 'a', uid: '1' }) }])
    writer.apply([{ type: 'set', object: aPod({ name: 'a', uid: '2' }) }])
    expect(batches[1]).toEqual(['deleted a 1', 'added a 2', 'batch'])
  })

  test('deleted carries the last state that was held', () => {
    const store = new ClusterStore(() => 0)
    const writer = store.writer('pods', null)
    writer.apply([{ type: 'set', object: aPod({ name: 'a', nodeName: 'n1' }) }])
    const told: Entry[] = []
    store.subscribe(batch => told.push(...batch))
    writer.apply([{ type: 'delete', object: aPod({ name: 'a' }) }])
    expect(told[0]).toMatchObject({ delta: { type: 'deleted', object: { spec: { nodeName: 'n1' } } } })
  })
})

describe('a complete list', () => {
  test('replaces what is held by single differences; what it did not bring stays to the end', () => {
    const { store, batches } = recorded()
    const writer = store.writer('pods', null)
    writer.apply(['a', 'b', 'c'].map(name => ({ type: 'set', object: aPod({ name }) })))
    const relist = writer.relist()
    relist.add([{ object: aPod({ name: 'a' }) }, { object: aPod({ name: 'd' }) }])
    expect(namesOf(store.listers.pods.list())).toEqual(['a', 'b', 'c', 'd'])
    relist.add([{ object: aPod({ name: 'c', uid: 'other' }) }])
    expect(namesOf(store.listers.pods.list())).toEqual(['a', 'b', 'c', 'd'])
    relist.finish()
    expect(namesOf(store.listers.pods.list())).toEqual(['a', 'c', 'd'])
    expect(batches.slice(1)).toEqual([
      ['added d uid-d', 'batch'],
      ['deleted c uid-c', 'added c other', 'batch'],
      ['deleted b uid-b', 'batch'],
    ])
  })

  test('that is given up half-way takes nothing away', () => {
    const { store } = recorded()
    const writer = store.writer('pods', null)
    writer.apply([{ type: 'set', object: aPod({ name: 'old' }) }])
    writer.relist().add([{ object: aPod({ name: 'new' }) }])
    const again = writer.relist()
    again.add([{ object: aPod({ name: 'newest' }) }])
    expect(namesOf(store.listers.pods.list())).toEqual(['new', 'newest', 'old'])
    again.finish()
    expect(namesOf(store.listers.pods.list())).toEqual(['newest'])
  })

  test('that equals what is held is no batch', () => {
    const { store, batches } = recorded()
    const writer = store.writer('pods', null)
    writer.apply([{ type: 'set', object: aPod({ name: 'a' }) }])
    const relist = writer.relist()
    relist.add([{ object: aPod({ name: 'a' }) }])
    relist.finish()
    expect(batches).toHaveLength(1)
  })

  test('of one namespace leaves the others alone', () => {
    const { store } = recorded()
    const shop = store.writer('pods', 'shop')
    const infra = store.writer('pods', 'infra')
    shop.apply([{ type: 'set', object: aPod({ name: 'a' }) }])
    infra.apply([{ type: 'set', object: aPod({ name: 'b', namespace: 'infra' }) }])
    expect(shop.keys()).toEqual(['shop/a'])
    shop.relist().finish()
    expect(namesOf(store.listers.pods.list())).toEqual(['b'])
    expect(shop.keys()).toEqual([])
    expect(infra.get('infra/b')?.metadata.name).toBe('b')
  })

  test('that is empty empties a resource without namespaces', () => {
    const { store, batches } = recorded()
    const writer = store.writer('nodes', null)
    writer.apply([{ type: 'set', object: aNode('n1') }])
    writer.relist().finish()
    expect(batches[1]).toEqual(['deleted n1 uid-n1', 'batch'])
  })
})

describe('the state of a watch', () => {
  test('is an entry when it differs, and none when not', () => {
    const { store, batches } = recorded()
    const writer = store.writer('pods', null)
    writer.setState({ phase: 'listing' })
    writer.setState({ phase: 'watching', hasSynced: true })
    writer.setState({ phase: 'watching' })
    expect(batches).toEqual([['pods watching', 'batch']])
    expect(writer.state()).toMatchObject({ resource: 'pods', namespace: null, phase: 'watching', hasSynced: true })
  })

  test('keeps what is not named in a change', () => {
    const writer = new ClusterStore(() => 0).writer('pods', 'shop')
    writer.setState({ loaded: 500, expected: 1_000 })
    writer.setState({ phase: 'closed', reason: 'gone away' })
    expect(writer.state()).toEqual({
      resource: 'pods',
      namespace: 'shop',
      phase: 'closed',
      hasSynced: false,
      loaded: 500,
      expected: 1_000,
      reason: 'gone away',
      failures: 0,
      blind: false,
      asOf: null,
    })
  })

  test('its times are no entries', () => {
    const { store, batches } = recorded()
    const writer = store.writer('pods', null)
    writer.setTimes({ heard: 5 })
    writer.setTimes({ verified: 3 })
    expect(batches).toEqual([])
    expect(writer.times()).toMatchObject({ heard: 5, verified: 3 })
  })
})

test('a watch that stalls is silent as of its last event, whatever is heard, until a list proves what is held', () => {
  const { store } = recorded()
  const writer = store.writer('pods', null)
  writer.setTimes({ heard: 100, verified: 50, progressed: 90, stalledAfter: 1_000, silenceLimit: 200 })
  writer.setState({ phase: 'watching', hasSynced: true })
  writer.setTimes({ heard: 990 })
  expect(writer.silentAt()).toBe(1_001)
  writer.setTimes({ heard: 1_001 })
  expect(writer.noteSilence(1_001)).toMatchObject({ blind: true, asOf: 90 })
  writer.setTimes({ heard: 1_100 })
  expect(writer.state()).toMatchObject({ blind: true, asOf: 90 })
  writer.setTimes({ progressed: 1_200, stalledAfter: null })
  expect(writer.state()).toMatchObject({ blind: false, asOf: null })
})
