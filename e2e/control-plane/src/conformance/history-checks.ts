import assert from 'node:assert/strict'
import type { KubeList } from '../kube-types.ts'
import { assertStatus } from './expect.ts'
import { type ConformanceCheck, check, makeSlices, queryText, sliceBody } from './target.ts'
import { openWatch } from './watch.ts'

export const HISTORY_CHECKS: readonly ConformanceCheck[] = [
  check('a version and a continue token from before the history was dropped are refused as Expired', async room => {
    const [first] = await makeSlices(room, ['a', 'b', 'c'])
    const page = await room.api.get<KubeList>(`${room.slices}?limit=1`)
    await room.api.post(room.slices, sliceBody('d'))
    await room.target.forgetHistory()

    const next = { limit: '1', continue: String(page.metadata.continue) }
    const status = assertStatus(await room.api.raw('GET', `${room.slices}?${queryText(next)}`), 410, 'Expired')
    // It may be gone on from, in a state that is newer than that of the first page.
    const rest = { continue: String(status.metadata?.continue) }
    const inconsistent = await room.api.get<KubeList>(`${room.slices}?${queryText(rest)}`)
    assert.deepEqual(
      inconsistent.items.map(item => item.metadata.name),
      ['b', 'c', 'd'],
    )

    const query = { resourceVersion: String(first?.metadata.resourceVersion) }
    const watch = await openWatch(room.target, room.slices, { query })
    try {
      // Refused on opening, or by the first event of a watch that was opened.
      if (watch.status === 200) {
        const [event] = await watch.take(1)
        assert.deepEqual([event?.type, event?.object.code, event?.object.reason], ['ERROR', 410, 'Expired'])
        assert.equal(await watch.next(), undefined)
      } else {
        assert.equal(watch.status, 410)
      }
    } finally {
      watch.close()
    }
  }),
]
