import {
  type ControlPlane,
  makeDeployment,
  makeNamespace,
  makeNodes,
  makeService,
  scale,
  startControlPlane,
  waitFor,
} from '@slicescope/control-plane'
import type { Freshness } from '@slicescope/view'
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest'
import { followCluster, type FollowedCluster, type Overview } from '../followed-cluster.ts'
import { expectSameAsKubectl } from './compare-with-kubectl.ts'

let plane: ControlPlane
let followed: FollowedCluster

beforeAll(async () => {
  plane = await startControlPlane()
  await makeNodes(plane.api, { count: 3, zones: ['a', 'b', 'c'] })
  await makeNamespace(plane.api, 'web')
  await makeService(plane.api, { namespace: 'web', name: 'checkout' })
  await makeDeployment(plane.api, { namespace: 'web', name: 'checkout', replicas: 6 })
  followed = await followCluster(plane.kubeconfig.withoutPods)
  await plane.settled()
})

afterAll(async () => {
  await followed?.slicescope.stop()
  await plane?.stop()
})

function showLogs(): void {
  onTestFailed(() => {
    process.stderr.write(`${plane.logs(15)}\n--- slicescope\n${followed.slicescope.output().slice(-4_000)}\n`)
  })
}

async function waitForMark(mark: Freshness['marks'][number]): Promise<Overview> {
  return waitFor(
    async () => {
      const answer = await followed.overview()
      return answer.freshness.marks.includes(mark) ? answer : undefined
    },
    { what: `the mark ${mark}`, timeoutMs: 90_000, everyMs: 200 },
  )
}

test('without the right to read pods the endpoints are there and pods are named as missing', async () => {
  showLogs()
  await expectSameAsKubectl(plane, followed)
  const { freshness, services } = await waitForMark('PARTIAL')
  expect(freshness.missing).toContainEqual(expect.objectContaining({ resource: 'pods', reason: 'forbidden' }))
  expect(services.find(({ name }) => name === 'checkout')).toMatchObject({
    health: 'healthy',
    ready: 6,
    total: 6,
    absent: null,
  })
})

test('kube-apiserver killed: the last state stays and says BLIND; started again, it converges', async () => {
  showLogs()
  await plane.kill('kube-apiserver')
  const blind = await waitForMark('BLIND')
  expect(blind.services.find(({ name }) => name === 'checkout')).toMatchObject({ ready: 6, total: 6 })
  await plane.restart('kube-apiserver')
  await scale(plane.api, { namespace: 'web', name: 'checkout' }, 9)
  await plane.settled()
  await expectSameAsKubectl(plane, followed)
  await waitFor(async () => !(await followed.overview()).freshness.marks.includes('BLIND'), {
    what: 'the mark BLIND to go',
    timeoutMs: 90_000,
  })
})

test('cut off while much is written and the API server restarts: the old resourceVersion is refused, a relist converges', async () => {
  showLogs()
  followed.slicescope.pause()
  await scale(plane.api, { namespace: 'web', name: 'checkout' }, 40)
  await makeService(plane.api, { namespace: 'web', name: 'meanwhile' })
  await plane.settled()
  await scale(plane.api, { namespace: 'web', name: 'checkout' }, 2)
  await plane.kubectl(['-n', 'web', 'delete', 'service', 'meanwhile'])
  await makeService(plane.api, { namespace: 'web', name: 'later' })
  await plane.settled()
  await plane.restart('kube-apiserver')
  followed.slicescope.resume()
  const same = await expectSameAsKubectl(plane, followed)
  expect(Object.keys(same)).toContain('web/later')
  expect(Object.keys(same)).not.toContain('web/meanwhile')
  expect(same['web/checkout']).toHaveLength(2)
})

test('rights taken away: the last state stays, and what cannot be read is named', async () => {
  showLogs()
  await plane.revoke('withoutPods')
  // Taking a right away does not end an open watch: only its reopening is refused.
  await plane.restart('kube-apiserver')
  const partial = await waitFor(
    async () => {
      const answer = await followed.overview()
      const isNamed = answer.freshness.missing.some(
        ({ resource, reason }) => resource === 'endpointslices' && reason === 'forbidden',
      )
      // An API server that starts may refuse for a moment what it allows: that is named, too, and no end of knowledge.
      const isUnknown = answer.services.find(({ name }) => name === 'checkout')?.health === 'unknown'
      return isNamed && isUnknown ? answer : undefined
    },
    { what: 'EndpointSlices to be named as forbidden, and the Service unknown', timeoutMs: 120_000, everyMs: 200 },
  )
  expect(partial.freshness.state).not.toBe('LIVE')
})
