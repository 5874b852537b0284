import assert from 'node:assert/strict'
import type { KubeObject } from '../kube-types.ts'
import { assertStatus } from './expect.ts'
import { type ConformanceCheck, check, makeSlices, podBody, type Slice, sliceBody } from './target.ts'

type Pod = KubeObject & {
  readonly metadata: { readonly deletionGracePeriodSeconds?: number; readonly creationTimestamp?: string }
  readonly spec: { readonly nodeName?: string }
  readonly status: { readonly phase?: string }
}

type Deployment = KubeObject & { readonly spec: { readonly replicas: number } }

const JSON_PATCH = 'application/json-patch+json'
const MERGE = { 'content-type': 'application/merge-patch+json' }

export const WRITE_CHECKS: readonly ConformanceCheck[] = [
  check('POST answers 201 with what the server adds: uid, version, time, namespace', async room => {
    const answer = await room.api.raw('POST', room.pods, { body: podBody('a') })
    assert.equal(answer.status, 201)
    const pod: Pod = JSON.parse(answer.text)
    assert.deepEqual([pod.kind, pod.apiVersion, pod.metadata.namespace], ['Pod', 'v1', room.namespace])
    assert.match(String(pod.metadata.uid), /^[0-9a-f-]{36}$/)
    assert.match(String(pod.metadata.resourceVersion), /^[1-9][0-9]*$/)
    assert.match(String(pod.metadata.creationTimestamp), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    assert.equal(pod.status.phase, 'Pending')
    assert.deepEqual(await room.api.get(`${room.pods}/a`), pod)
  }),
  check('POST of a name that is taken: 409 AlreadyExists; into no namespace: 404', async room => {
    await makeSlices(room, ['a'])
    const taken = assertStatus(await room.api.raw('POST', room.slices, { body: sliceBody('a') }), 409, 'AlreadyExists')
    assert.deepEqual(taken.details, { name: 'a', group: 'discovery.k8s.io', kind: 'endpointslices' })
    const nowhere = room.slices.replace(room.namespace, `${room.namespace}-none`)
    assertStatus(await room.api.raw('POST', nowhere, { body: sliceBody('a') }), 404, 'NotFound')
  }),
  check('GET of what is not there: 404 with name and kind', async room => {
    const slice = assertStatus(await room.api.raw('GET', `${room.slices}/none`), 404, 'NotFound')
    assert.deepEqual(slice.details, { name: 'none', group: 'discovery.k8s.io', kind: 'endpointslices' })
    assert.equal(slice.message, 'endpointslices.discovery.k8s.io "none" not found')
    const pod = assertStatus(await room.api.raw('GET', `${room.pods}/none`), 404, 'NotFound')
    assert.deepEqual(pod.details, { name: 'none', kind: 'pods' })
    assert.equal(pod.message, 'pods "none" not found')
  }),
  check('a merge patch sets, and removes by null; an unchanged object keeps its version', async room => {
    const [made] = await makeSlices(room, ['a'])
    const path = `${room.slices}/a`
    const first = await room.api.patch<Slice>(path, { metadata: { labels: { keep: '1', drop: '1' } } })
    assert.notEqual(first.metadata.resourceVersion, made?.metadata.resourceVersion)
    const second = await room.api.patch<Slice>(path, { metadata: { labels: { drop: null } } })
    assert.deepEqual(second.metadata.labels, { keep: '1' })
    assert.equal(second.metadata.uid, made?.metadata.uid)
    const third = await room.api.patch<Slice>(path, { metadata: { labels: { keep: '1' } } })
    assert.equal(third.metadata.resourceVersion, second.metadata.resourceVersion)
  }),
  check('a merge patch of an older version: 409 Conflict; of nothing: 404; of an unknown kind: 415', async room => {
    const [made] = await makeSlices(room, ['a'])
    const path = `${room.slices}/a`
    await room.api.patch(path, { metadata: { labels: { step: '2' } } })
    const body = { metadata: { resourceVersion: made?.metadata.resourceVersion, labels: { step: '3' } } }
    assertStatus(await room.api.raw('PATCH', path, { body, headers: MERGE }), 409, 'Conflict')
    assertStatus(await room.api.raw('PATCH', `${room.slices}/none`, { body: {}, headers: MERGE }), 404, 'NotFound')
    const json = { 'content-type': 'application/json' }
    assertStatus(await room.api.raw('PATCH', path, { body: {}, headers: json }), 415, 'UnsupportedMediaType')
  }),
  check('a JSON patch adds, replaces and removes by path; a test that fails changes nothing: 422', async room => {
    await makeSlices(room, ['a'])
    const path = `${room.slices}/a`
    const endpoints = [{ addresses: ['10.9.9.8'] }]
    await room.api.patch(path, { metadata: { labels: { 'a/b': '1', drop: '1' } }, endpoints })
    const steps = [
      { op: 'test', path: '/metadata/name', value: 'a' },
      { op: 'replace', path: '/metadata/labels/a~1b', value: '2' },
      { op: 'remove', path: '/metadata/labels/drop' },
      { op: 'add', path: '/endpoints/-', value: { addresses: ['10.9.9.9'] } },
    ]
    const patched = await room.api.patch<Slice>(path, steps, JSON_PATCH)
    assert.deepEqual(patched.metadata.labels, { 'a/b': '2' })
    assert.deepEqual(
      patched.endpoints?.map(each => each['addresses']),
      [['10.9.9.8'], ['10.9.9.9']],
    )
    for (const wrong of [
      { op: 'test', path: '/metadata/name', value: 'b' },
      { op: 'remove', path: '/metadata/labels/none' },
      { op: 'replace', path: '/metadata/none/x', value: '1' },
    ]) {
      const headers = { 'content-type': JSON_PATCH }
      assertStatus(await room.api.raw('PATCH', path, { body: [wrong], headers }), 422, 'Invalid')
    }
    assert.equal((await room.api.get<Slice>(path)).metadata.resourceVersion, patched.metadata.resourceVersion)
  }),
  check('the status subresource changes the status only, the object itself all but the status', async room => {
    await room.api.post(room.pods, podBody('a'))
    const path = `${room.pods}/a`
    const labelled = { metadata: { labels: { step: '2' } } }
    const viaStatus = await room.api.patch<Pod>(`${path}/status`, { ...labelled, status: { phase: 'Running' } })
    assert.equal(viaStatus.status.phase, 'Running')
    const viaObject = await room.api.patch<Pod>(path, { ...labelled, status: { phase: 'Failed' } })
    assert.deepEqual([viaObject.status.phase, viaObject.metadata.labels], ['Running', { step: '2' }])
  }),
  check('the scale subresource reads and writes the replicas of a Deployment', async room => {
    const path = `/apis/apps/v1/namespaces/${room.namespace}/deployments`
    const labels = { app: 'none' }
    const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'example.com/main:1' }] } }
    await room.api.post(path, {
      metadata: { name: 'a' },
      spec: { replicas: 0, selector: { matchLabels: labels }, template },
    })
    const scale = await room.api.get<Deployment>(`${path}/a/scale`)
    assert.deepEqual([scale.kind, scale.apiVersion, scale.metadata.name], ['Scale', 'autoscaling/v1', 'a'])
    const scaled = await room.api.patch<Deployment>(`${path}/a/scale`, { spec: { replicas: 1 } })
    assert.equal(scaled.spec.replicas, 1)
    assert.equal((await room.api.get<Deployment>(`${path}/a`)).spec.replicas, 1)
  }),
  check('DELETE answers a Status with name and uid; then it is gone', async room => {
    const [made] = await makeSlices(room, ['a'])
    const status = await room.api.delete<{ readonly kind: string; readonly status: string; readonly details: object }>(
      `${room.slices}/a`,
    )
    assert.deepEqual([status.kind, status.status], ['Status', 'Success'])
    const uid = made?.metadata.uid
    assert.deepEqual(status.details, { name: 'a', group: 'discovery.k8s.io', kind: 'endpointslices', uid })
    assertStatus(await room.api.raw('GET', `${room.slices}/a`), 404, 'NotFound')
    assertStatus(await room.api.raw('DELETE', `${room.slices}/a`), 404, 'NotFound')
  }),
  check('DELETE of another uid than the one there: 409 Conflict', async room => {
    await makeSlices(room, ['a'])
    const body = { preconditions: { uid: '00000000-0000-0000-0000-000000000000' } }
    assertStatus(await room.api.raw('DELETE', `${room.slices}/a`, { body }), 409, 'Conflict')
    await room.api.get(`${room.slices}/a`)
  }),
  check('DELETE of a bound pod is graceful: it stays, with its deletionTimestamp ahead', async room => {
    await room.api.post(room.pods, podBody('a'))
    const pod = await room.api.delete<Pod>(`${room.pods}/a`)
    assert.equal(pod.kind, 'Pod')
    assert.equal(pod.metadata.deletionGracePeriodSeconds, 30)
    assert.ok(Date.parse(String(pod.metadata.deletionTimestamp)) > Date.parse(String(pod.metadata.creationTimestamp)))
    assert.equal((await room.api.get<Pod>(`${room.pods}/a`)).metadata.uid, pod.metadata.uid)
    await room.api.delete(`${room.pods}/a`, { gracePeriodSeconds: 0 })
    assertStatus(await room.api.raw('GET', `${room.pods}/a`), 404, 'NotFound')
  }),
]
