import assert from 'node:assert/strict'
import type { KubeList } from '../kube-types.ts'
import { isNotOlder, told } from './expect.ts'
import { type ConformanceCheck, check, makeSlices, type Room, type Slice, sliceBody } from './target.ts'
import { openWatch, type Watch } from './watch.ts'

async function version(room: Room): Promise<string> {
  const { metadata } = await room.api.get<KubeList>(room.slices)
  return metadata.resourceVersion
}

/** Watches the room's slices for as long as `use` takes. */
export async function watching<T>(
  room: Room,
  query: Readonly<Record<string, string>>,
  use: (watch: Watch) => Promise<T>,
): Promise<T> {
  const watch = await openWatch(room.target, room.slices, { query })
  try {
    return await use(watch)
  } finally {
    watch.close()
  }
}

function label(room: Room, name: string, labels: Readonly<Record<string, string | null>>): Promise<Slice> {
  return room.api.patch(`${room.slices}/${name}`, { metadata: { labels } })
}

export const WATCH_CHECKS: readonly ConformanceCheck[] = [
  check('WATCH from the version of a list tells each later change once, in order, as it was written', async room => {
    await makeSlices(room, ['before'])
    const since = await version(room)
    await watching(room, { resourceVersion: since }, async watch => {
      assert.equal(watch.status, 200)
      assert.match(String(watch.headers['content-type']), /^application\/json/)
      const made = await room.api.post<Slice>(room.slices, sliceBody('a'))
      const changed = await label(room, 'a', { step: '2' })
      await room.api.delete(`${room.slices}/before`)
      await room.api.delete(`${room.slices}/a`)
      const events = await watch.take(4)
      assert.deepEqual(told(events), ['ADDED a', 'MODIFIED a', 'DELETED before', 'DELETED a'])
      assert.deepEqual(events[0]?.object, made)
      assert.deepEqual(events[1]?.object, changed)
      assert.equal(events[0]?.object.kind, 'EndpointSlice')
      // The last state, under the version of the deletion.
      const { resourceVersion, ...last } = events[3]?.object.metadata ?? { name: '' }
      const { resourceVersion: before, ...lastWritten } = changed.metadata
      assert.deepEqual(last, lastWritten)
      assert.ok(isNotOlder(String(resourceVersion), String(before)) && resourceVersion !== before)
    })
  }),
  check('WATCH from an older version first tells what happened since', async room => {
    const [first] = await makeSlices(room, ['a', 'b', 'c'])
    await watching(room, { resourceVersion: String(first?.metadata.resourceVersion) }, async watch => {
      assert.deepEqual(told(await watch.take(2)), ['ADDED b', 'ADDED c'])
    })
  }),
  check('WATCH without a version, or from 0, first tells what there is', async room => {
    const made = await makeSlices(room, ['a', 'b', 'c'])
    // Brings the cache that serves version 0 up to date first.
    const newest = String(made.at(-1)?.metadata.resourceVersion)
    await room.api.get(`${room.slices}?resourceVersion=${newest}&resourceVersionMatch=NotOlderThan`)
    for (const query of [{}, { resourceVersion: '0' }]) {
      await watching(room, query, async watch => {
        assert.deepEqual(told(await watch.take(3)).toSorted(), ['ADDED a', 'ADDED b', 'ADDED c'])
      })
    }
    await watching(room, {}, async watch => {
      await watch.take(3)
      await label(room, 'a', { step: '2' })
      assert.deepEqual(told(await watch.take(1)), ['MODIFIED a'])
    })
  }),
  check('WATCH ends without an error when its timeoutSeconds are over', async room => {
    await watching(room, { resourceVersion: await version(room), timeoutSeconds: '1' }, async watch => {
      assert.deepEqual(await watch.rest(), [])
    })
  }),
  check('WATCH with bookmarks tells at the end of its time how far it came; without it tells none', async room => {
    const since = await version(room)
    const query = { resourceVersion: since, timeoutSeconds: '4' }
    const unasked = watching(room, query, watch => watch.rest())
    await watching(room, { ...query, allowWatchBookmarks: 'true' }, async watch => {
      const made = await room.api.post<Slice>(room.slices, sliceBody('a'))
      const events = await watch.rest()
      assert.deepEqual([told(events)[0], told(events).at(-1)], ['ADDED a', 'BOOKMARK'])
      const bookmark = events.at(-1)?.object
      assert.equal(bookmark?.kind, 'EndpointSlice')
      assert.equal(bookmark?.metadata.name, undefined)
      assert.ok(isNotOlder(String(bookmark?.metadata.resourceVersion), String(made.metadata.resourceVersion)))
      assert.deepEqual(told(await unasked), ['ADDED a'])
      // The position of a bookmark can be resumed from, and skips nothing.
      await label(room, 'a', { step: '2' })
      await watching(room, { resourceVersion: String(bookmark?.metadata.resourceVersion) }, async resumed => {
        assert.deepEqual(told(await resumed.take(1)), ['MODIFIED a'])
      })
    })
  }),
  check(
    'WATCH with a label selector: entering is ADDED, leaving is DELETED with the last state in the set',
    async room => {
      await makeSlices(room, ['a', 'b'])
      const query = { resourceVersion: await version(room), labelSelector: 'in=set' }
      await watching(room, query, async watch => {
        await label(room, 'a', { in: 'set' })
        await label(room, 'b', { in: 'other' })
        await label(room, 'a', { step: '2' })
        const left = await label(room, 'a', { in: null })
        const events = await watch.take(3)
        assert.deepEqual(told(events), ['ADDED a', 'MODIFIED a', 'DELETED a'])
        const last = events[2]?.object.metadata
        assert.deepEqual(last?.labels, { in: 'set', step: '2' })
        assert.equal(last?.resourceVersion, left.metadata.resourceVersion)
      })
    },
  ),
  check('WATCH of one object by metadata.name tells only of it', async room => {
    const query = { resourceVersion: await version(room), fieldSelector: 'metadata.name=b' }
    await watching(room, query, async watch => {
      await makeSlices(room, ['a', 'b', 'c'])
      await label(room, 'a', { step: '2' })
      await room.api.delete(`${room.slices}/b`)
      assert.deepEqual(told(await watch.take(2)), ['ADDED b', 'DELETED b'])
    })
  }),
  check('WATCH over all namespaces tells of this one too', async room => {
    const path = '/apis/discovery.k8s.io/v1/endpointslices'
    const query = { resourceVersion: await version(room), labelSelector: `room=${room.namespace}` }
    const watch = await openWatch(room.target, path, { query })
    await room.api.post(room.slices, sliceBody('a', { room: room.namespace }))
    const [event] = await watch.take(1)
    watch.close()
    assert.deepEqual([event?.type, event?.object.metadata.namespace], ['ADDED', room.namespace])
  }),
  check('WATCH from a version of the future waits and ends, without an event', async room => {
    await watching(room, { resourceVersion: '99999999999', timeoutSeconds: '1' }, async watch => {
      assert.deepEqual([watch.status, await watch.rest()], [200, []])
    })
  }),
  check('WATCH refuses a bad selector and a match without initial events', async room => {
    const refused = [
      { query: { labelSelector: 'x in (' }, code: 400 },
      { query: { fieldSelector: 'spec.unknown=1' }, code: 400 },
      { query: { resourceVersion: '5', resourceVersionMatch: 'NotOlderThan' }, code: 422 },
    ]
    for (const { query, code } of refused) {
      await watching(room, query, async watch => assert.equal(watch.status, code))
    }
  }),
  check('WATCH with initial events: all that is there, the end mark, then changes', async room => {
    await makeSlices(room, ['a', 'b'])
    const query = { sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan', allowWatchBookmarks: 'true' }
    await watching(room, query, async watch => {
      const events = await watch.take(3)
      assert.deepEqual(told(events).toSorted(), ['ADDED a', 'ADDED b', 'BOOKMARK'])
      const mark = events[2]?.object.metadata
      assert.deepEqual([events[2]?.type, mark?.annotations], ['BOOKMARK', { 'k8s.io/initial-events-end': 'true' }])
      await label(room, 'a', { step: '2' })
      const [change] = await watch.take(1)
      assert.deepEqual([change?.type, change?.object.metadata.name], ['MODIFIED', 'a'])
      await watching(room, { resourceVersion: String(mark?.resourceVersion) }, async resumed => {
        assert.deepEqual(told(await resumed.take(1)), ['MODIFIED a'])
      })
    })
  }),
  check('WATCH with initial events of nothing begins with the end mark', async room => {
    const query = { sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan', allowWatchBookmarks: 'true' }
    await watching(room, query, async watch => {
      assert.deepEqual(told(await watch.take(1)), ['BOOKMARK'])
    })
  }),
  check('WATCH with initial events but without bookmarks has no end mark', async room => {
    await makeSlices(room, ['a', 'b'])
    const query = { sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan', timeoutSeconds: '2' }
    await watching(room, query, async watch => {
      assert.deepEqual(told(await watch.rest()).toSorted(), ['ADDED a', 'ADDED b'])
    })
  }),
  check('WATCH with initial events refuses any other match', async room => {
    for (const match of [{}, { resourceVersionMatch: 'Exact', resourceVersion: '5' }]) {
      const query = { sendInitialEvents: 'true', allowWatchBookmarks: 'true', ...match }
      await watching(room, query, async watch => assert.equal(watch.status, 422))
    }
  }),
]
