import assert from 'node:assert/strict'
import type { KubeList } from '../kube-types.ts'
import { assertStatus, isNotOlder, names } from './expect.ts'
import { type ConformanceCheck, check, makeSlices, queryText, type Room, type Slice, sliceBody } from './target.ts'

type SliceList = KubeList<Slice> & { readonly kind: string; readonly apiVersion: string }

const SEVEN = ['a', 'b', 'c', 'd', 'e', 'f', 'g']

/** A version that no server of a test ever reaches. */
const FAR_FUTURE = '99999999999'

function list(room: Room, query: Readonly<Record<string, string>> = {}): Promise<SliceList> {
  return room.api.get(`${room.slices}?${queryText(query)}`)
}

function refusal(room: Room, query: Readonly<Record<string, string>>) {
  return room.api.raw('GET', `${room.slices}?${queryText(query)}`)
}

export const LIST_CHECKS: readonly ConformanceCheck[] = [
  check('LIST answers a typed list with a resourceVersion, its items by name and without kind', async room => {
    const empty = await list(room)
    assert.deepEqual([empty.kind, empty.apiVersion, empty.items], ['EndpointSliceList', 'discovery.k8s.io/v1', []])
    await makeSlices(room, ['b', 'a'])
    const full = await list(room)
    assert.deepEqual(names(full), ['a', 'b'])
    assert.match(full.metadata.resourceVersion, /^[1-9][0-9]*$/)
    assert.ok(isNotOlder(full.metadata.resourceVersion, empty.metadata.resourceVersion))
    assert.ok(full.items.every(item => item.kind === undefined && item.apiVersion === undefined))
  }),
  check(
    'LIST with a limit pages through one consistent state: same resourceVersion, counts of what remains',
    async room => {
      await makeSlices(room, SEVEN)
      const first = await list(room, { limit: '3' })
      await room.api.post(room.slices, sliceBody('h'))
      await room.api.delete(`${room.slices}/g`)
      const second = await list(room, { limit: '3', continue: String(first.metadata.continue) })
      const third = await list(room, { limit: '3', continue: String(second.metadata.continue) })
      assert.deepEqual([first, second, third].flatMap(names), SEVEN)
      assert.deepEqual(
        [first, second, third].map(({ metadata }) => metadata.remainingItemCount),
        [4, 1, undefined],
      )
      assert.ok(!third.metadata.continue)
      const versions = new Set([first, second, third].map(({ metadata }) => metadata.resourceVersion))
      assert.equal(versions.size, 1)
    },
  ),
  check('LIST with a selector and a limit does not say how many remain', async room => {
    await makeSlices(room, SEVEN)
    const page = await list(room, { limit: '3', labelSelector: '!absent' })
    assert.ok(page.metadata.continue)
    assert.equal(page.metadata.remainingItemCount, undefined)
  }),
  check('LIST with resourceVersion 0 answers everything whatever the limit', async room => {
    const made = await makeSlices(room, SEVEN)
    const newest = String(made.at(-1)?.metadata.resourceVersion)
    // Brings the cache that serves version 0 up to date first.
    await list(room, { resourceVersion: newest, resourceVersionMatch: 'NotOlderThan' })
    const all = await list(room, { resourceVersion: '0', limit: '2' })
    assert.deepEqual(names(all), SEVEN)
    assert.ok(!all.metadata.continue)
  }),
  check('LIST without resourceVersion sees every write that was answered before', async room => {
    for (const name of SEVEN) {
      await room.api.post(room.slices, sliceBody(name))
      assert.ok(names(await list(room)).includes(name))
    }
  }),
  check('LIST not older than a version may be newer, and is never older', async room => {
    const [first, , third] = await makeSlices(room, ['a', 'b', 'c'])
    const version = String(third?.metadata.resourceVersion)
    const fresh = await list(room, { resourceVersion: version, resourceVersionMatch: 'NotOlderThan' })
    assert.deepEqual(names(fresh), ['a', 'b', 'c'])
    assert.ok(isNotOlder(fresh.metadata.resourceVersion, version))
    const loose = await list(room, { resourceVersion: String(first?.metadata.resourceVersion) })
    assert.ok(isNotOlder(loose.metadata.resourceVersion, String(first?.metadata.resourceVersion)))
  }),
  check('LIST exactly at a version is that state, also when a limit is set and no match is named', async room => {
    const [first] = await makeSlices(room, ['a', 'b', 'c'])
    const version = String(first?.metadata.resourceVersion)
    for (const query of [{ resourceVersionMatch: 'Exact' }, { limit: '500' }]) {
      const past = await list(room, { ...query, resourceVersion: version })
      assert.deepEqual([names(past), past.metadata.resourceVersion], [['a'], version])
    }
  }),
  check('LIST at a version of the future: 504 with the cause ResourceVersionTooLarge', async room => {
    const answer = await refusal(room, { resourceVersion: FAR_FUTURE, resourceVersionMatch: 'NotOlderThan' })
    const status = assertStatus(answer, 504, 'Timeout')
    assert.deepEqual(
      status.details?.causes?.map(cause => cause.reason),
      ['ResourceVersionTooLarge'],
    )
    assert.equal(status.details?.retryAfterSeconds, 1)
  }),
  check('LIST refuses parameters that do not go together', async room => {
    await makeSlices(room, SEVEN)
    const page = await list(room, { limit: '2' })
    const continues = String(page.metadata.continue)
    const invalid = [
      { resourceVersionMatch: 'Exact' },
      { resourceVersionMatch: 'Exact', resourceVersion: '0' },
      { resourceVersionMatch: 'Sideways', resourceVersion: '5' },
      { continue: continues, resourceVersion: '5', resourceVersionMatch: 'Exact' },
      { sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan' },
    ]
    for (const query of invalid) {
      assertStatus(await refusal(room, query), 422, 'Invalid')
    }
    const bad = [
      { continue: continues, resourceVersion: '5' },
      { continue: 'nonsense' },
      { resourceVersion: 'abc' },
      { labelSelector: 'x in (' },
      { fieldSelector: 'spec.unknown=1' },
    ]
    for (const query of bad) {
      assertStatus(await refusal(room, query), 400, 'BadRequest')
    }
  }),
  check('LIST is compressed on demand when it is large, and is the same then', async room => {
    await makeSlices(room, ['a'])
    await room.api.patch(`${room.slices}/a`, { metadata: { annotations: { large: 'x'.repeat(200_000) } } })
    const packed = await room.api.raw('GET', room.slices, { headers: { 'accept-encoding': 'gzip' } })
    assert.equal(packed.headers['content-encoding'], 'gzip')
    const plain = await room.api.raw('GET', room.slices)
    assert.equal(plain.headers['content-encoding'], undefined)
    assert.deepEqual(JSON.parse(packed.text).items, JSON.parse(plain.text).items)
  }),
]
