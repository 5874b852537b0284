import assert from 'node:assert/strict'
import type { KubeList } from '../kube-types.ts'
import { names, told } from './expect.ts'
import { type ConformanceCheck, check, podBody, queryText, sliceBody } from './target.ts'
import { openWatch } from './watch.ts'

export const SELECTOR_CHECKS: readonly ConformanceCheck[] = [
  check('label selectors: equality, sets, presence, and all of them together', async room => {
    const labelled = { a: { tier: 'web', env: 'prod' }, b: { tier: 'db', env: 'prod' }, c: { tier: 'web' }, d: {} }
    for (const [name, labels] of Object.entries(labelled)) {
      await room.api.post(room.slices, sliceBody(name, labels))
    }
    const expected = {
      'tier=web': ['a', 'c'],
      'tier==web,env=prod': ['a'],
      'tier!=web': ['b', 'd'],
      'tier in (web,db)': ['a', 'b', 'c'],
      'tier notin (web)': ['b', 'd'],
      env: ['a', 'b'],
      '!env': ['c', 'd'],
      'env,tier notin (db)': ['a'],
    }
    for (const [labelSelector, wanted] of Object.entries(expected)) {
      const list = await room.api.get<KubeList>(`${room.slices}?${queryText({ labelSelector })}`)
      assert.deepEqual(names(list), wanted, labelSelector)
    }
  }),
  check('field selectors of pods: name, node, phase, address', async room => {
    for (const name of ['a', 'b', 'c']) {
      await room.api.post(room.pods, podBody(name))
    }
    await room.api.patch(`${room.pods}/b/status`, {
      status: { phase: 'Running', podIP: '10.9.9.9', podIPs: [{ ip: '10.9.9.9' }] },
    })
    const expected = {
      'metadata.name=a': ['a'],
      'metadata.name!=a': ['b', 'c'],
      'spec.nodeName=no-such-node': ['a', 'b', 'c'],
      'spec.nodeName=other': [],
      'status.phase=Running': ['b'],
      'status.phase!=Running,metadata.name!=a': ['c'],
      'status.podIP=10.9.9.9': ['b'],
      [`metadata.namespace=${room.namespace}`]: ['a', 'b', 'c'],
    }
    for (const [fieldSelector, wanted] of Object.entries(expected)) {
      const list = await room.api.get<KubeList>(`${room.pods}?${queryText({ fieldSelector })}`)
      assert.deepEqual(names(list), wanted, fieldSelector)
    }
  }),
  check('WATCH with a field selector: a pod that leaves the set is DELETED', async room => {
    const { metadata } = await room.api.get<KubeList>(room.pods)
    const query = { resourceVersion: metadata.resourceVersion, fieldSelector: 'status.phase=Running' }
    const watch = await openWatch(room.target, room.pods, { query })
    await room.api.post(room.pods, podBody('a'))
    await room.api.patch(`${room.pods}/a/status`, { status: { phase: 'Running' } })
    await room.api.patch(`${room.pods}/a/status`, { status: { phase: 'Failed' } })
    const events = await watch.take(2)
    watch.close()
    assert.deepEqual(told(events), ['ADDED a', 'DELETED a'])
  }),
]
