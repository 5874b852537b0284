import assert from 'node:assert/strict'
import { createApi } from '../api.ts'
import { assertStatus } from './expect.ts'
import { type ConformanceCheck, check, makeSlices, type Room } from './target.ts'
import { openWatch } from './watch.ts'

type Review = { readonly kind: string; readonly status: { readonly allowed: boolean } }
type Resources = {
  readonly kind: string
  readonly groupVersion: string
  readonly resources: readonly {
    readonly name: string
    readonly kind: string
    readonly namespaced: boolean
    readonly verbs: readonly string[]
  }[]
}
type Table = {
  readonly kind: string
  readonly apiVersion: string
  readonly metadata: { readonly resourceVersion: string }
  readonly columnDefinitions: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly {
    readonly cells: readonly unknown[]
    readonly object: { readonly kind: string; readonly metadata: { readonly name: string } }
  }[]
}

const TABLE = { accept: 'application/json;as=Table;g=meta.k8s.io;v=v1' }

async function withToken<T>(
  room: Room,
  token: string,
  use: (api: ReturnType<typeof createApi>) => Promise<T>,
): Promise<T> {
  const api = createApi({ ...room.target, token })
  try {
    return await use(api)
  } finally {
    api.close()
  }
}

async function mayList(api: ReturnType<typeof createApi>, resource: string): Promise<boolean> {
  const spec = { resourceAttributes: { verb: 'list', resource, namespace: '' } }
  const review = await api.post<Review>('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', { spec })
  assert.equal(review.kind, 'SelfSubjectAccessReview')
  return review.status.allowed
}

export const ACCESS_CHECKS: readonly ConformanceCheck[] = [
  check('a token that is not known: 401 Unauthorized', async room => {
    await withToken(room, 'not-a-token', async api => {
      assertStatus(await api.raw('GET', room.slices), 401, 'Unauthorized')
      const watch = await openWatch(api.target, room.slices)
      watch.close()
      assert.equal(watch.status, 401)
    })
  }),
  check('a user without the right: 403 Forbidden, for list, get and watch', async room => {
    await withToken(room, room.target.tokenWithoutRights, async api => {
      const list = assertStatus(await api.raw('GET', room.pods), 403, 'Forbidden')
      assert.deepEqual(list.details, { kind: 'pods' })
      assert.match(String(list.message), /^pods is forbidden: User ".*" cannot list resource "pods" in API group ""/)
      assertStatus(await api.raw('GET', `${room.pods}/none`), 403, 'Forbidden')
      const watch = await openWatch(api.target, room.pods)
      watch.close()
      assert.equal(watch.status, 403)
    })
  }),
  check('a SelfSubjectAccessReview says what the user may do', async room => {
    assert.equal(await mayList(room.api, 'pods'), true)
    await withToken(room, room.target.tokenWithoutRights, async api => assert.equal(await mayList(api, 'pods'), false))
  }),
  check('discovery: version, groups, and the resources with their verbs', async room => {
    const version = await room.api.get<{ readonly major: string; readonly minor: string; readonly gitVersion: string }>(
      '/version',
    )
    assert.match(version.gitVersion, new RegExp(`^v${version.major}\\.${version.minor}\\.`))
    const groups = await room.api.get<{ readonly kind: string; readonly groups: readonly { readonly name: string }[] }>(
      '/apis',
    )
    const served = new Set(groups.groups.map(group => group.name))
    for (const group of ['apps', 'discovery.k8s.io', 'authorization.k8s.io']) {
      assert.ok(served.has(group), group)
    }
    const wanted = [
      { path: '/api/v1', name: 'pods', kind: 'Pod', namespaced: true },
      { path: '/api/v1', name: 'services', kind: 'Service', namespaced: true },
      { path: '/api/v1', name: 'nodes', kind: 'Node', namespaced: false },
      { path: '/apis/discovery.k8s.io/v1', name: 'endpointslices', kind: 'EndpointSlice', namespaced: true },
    ]
    for (const { path, name, kind, namespaced } of wanted) {
      const answer = await room.api.get<Resources>(path)
      const found = answer.resources.find(resource => resource.name === name)
      assert.deepEqual([answer.kind, found?.kind, found?.namespaced], ['APIResourceList', kind, namespaced])
      assert.ok(['get', 'list', 'watch'].every(verb => found?.verbs.includes(verb)))
    }
  }),
  check('a resource or group that does not exist: 404', async room => {
    assert.equal((await room.api.raw('GET', '/apis/discovery.k8s.io/v1/nonsense')).status, 404)
    assert.equal((await room.api.raw('GET', '/apis/nonsense.example.com/v1/things')).status, 404)
  }),
  check('a Table, when asked for, has rows of cells beside the object they stand for', async room => {
    await makeSlices(room, ['a', 'b'])
    const answer = await room.api.raw('GET', room.slices, { headers: TABLE })
    const table: Table = JSON.parse(answer.text)
    assert.deepEqual([table.kind, table.apiVersion], ['Table', 'meta.k8s.io/v1'])
    assert.equal(table.columnDefinitions[0]?.name, 'Name')
    assert.deepEqual(
      table.rows.map(({ cells, object }) => [cells[0], cells.length, object.kind, object.metadata.name]),
      ['a', 'b'].map(name => [name, table.columnDefinitions.length, 'PartialObjectMetadata', name]),
    )
    const query = { resourceVersion: table.metadata.resourceVersion }
    const watch = await openWatch(room.target, room.slices, { query, headers: TABLE })
    await room.api.delete(`${room.slices}/a`)
    const [event] = await watch.take(1)
    watch.close()
    assert.deepEqual([event?.type, event?.object.kind], ['DELETED', 'Table'])
  }),
]
