import { setTimeout } from 'node:timers/promises'
import { makeDeployment, makeNodes, makeService, scale, setPodFate, waitFor } from '@slicescope/control-plane'
import { useControlPlane } from '@slicescope/control-plane/vitest'
import type { Row } from '@slicescope/view'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { followCluster, type FollowedCluster } from '../followed-cluster.ts'

const ZONES = ['eu-1a', 'eu-1b', 'eu-1c'] as const
const READERS = ['reader', 'withoutPods', 'withoutNodes'] as const
type Reader = (typeof READERS)[number]
/** Often enough to see each pod's gap. */
const BETWEEN_LOOKS_MS = 100
/** Each reader has a server of its own, which hears of a change when it does. */
const SOON = { timeout: 30_000, interval: 250 }
const plane = useControlPlane()
const followed = new Map<Reader, FollowedCluster>()

beforeAll(async () => {
  const { api, kubeconfig, settled } = plane()
  await makeNodes(api, { count: 6, zones: ZONES })
  for (const [name, replicas] of [
    ['web', 12],
    ['storm', 3],
  ] as const) {
    await makeService(api, { namespace: 'shop', name })
    await makeDeployment(api, { namespace: 'shop', name, replicas })
  }
  await settled()
  for (const reader of READERS) followed.set(reader, await followCluster(kubeconfig[reader]))
  for (const each of followed.values())
    await waitFor(async () => (await row('web', each)).ready === 12, {
      what: 'Slicescope to be synced',
      timeoutMs: 60_000,
    })
})

afterAll(() => Promise.all([...followed.values()].map(({ slicescope }) => slicescope.stop())))

function readerOf(reader: Reader): FollowedCluster {
  const found = followed.get(reader)
  if (found === undefined) throw new Error(`nobody follows as ${reader}`)
  return found
}

async function row(name: string, by: FollowedCluster = readerOf('reader')): Promise<Row> {
  const { services } = await by.overview('namespace=shop')
  const found = services.find(each => each.name === name)
  if (found === undefined) throw new Error(`no row for ${name}`)
  return found
}

/** All headlines of a Service while something is done, each once. */
async function toldWhile(name: string, act: () => Promise<unknown>): Promise<readonly string[]> {
  const told = new Set<string>()
  const acting = act().then(() => 'done')
  do {
    const { severity, verdict } = await row(name)
    told.add(`${severity}: ${verdict}`)
  } while ((await Promise.race([acting, setTimeout(BETWEEN_LOOKS_MS, 'moving')])) === 'moving')
  return [...told]
}

function loud(told: readonly string[]): readonly string[] {
  return told.filter(each => /^(?:warning|critical)/.test(each))
}

/** As the node controller writes it of a Node whose kubelet has stopped, and as the kubelet does when it is back. */
async function turnZone(zone: string, isUp: boolean): Promise<void> {
  const { api } = plane()
  const { backends, nodes } = await readerOf('reader').view('shop', 'web')
  const lastTransitionTime = new Date().toISOString()
  const condition = isUp
    ? { status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' }
    : { status: 'Unknown', reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' }
  const conditions = [{ type: 'Ready', ...condition, lastTransitionTime }]
  for (const node of nodes.filter(each => each.zone === zone))
    await api.patch(`/api/v1/nodes/${node.name}/status`, { status: { conditions } })
  for (const { name } of backends.filter(each => each.zone === zone))
    await setPodFate(api, { namespace: 'shop', name }, isUp ? null : 'hang')
}

/** A Service is quiet in its first minute, whatever it lacks. */
const QUIET_MS = 61_000

async function outgrowQuiet(name: string): Promise<void> {
  const { metadata } = await plane().api.get<{ readonly metadata: { readonly creationTimestamp: string } }>(
    `/api/v1/namespaces/shop/services/${name}`,
  )
  const age = () => Date.now() - Date.parse(metadata.creationTimestamp)
  await waitFor(async () => age() > QUIET_MS, { what: `${name} to be older than a minute`, timeoutMs: QUIET_MS })
}

/** What a scaling leaves in a zone may be a single backend, which is no zone to lose. */
async function fullestZone(): Promise<{ readonly zone: string; readonly lost: number }> {
  const { zones } = await readerOf('reader').view('shop', 'web')
  const [fullest] = zones.toSorted((a, b) => b.ready - a.ready)
  return { zone: fullest?.zone ?? '', lost: fullest?.ready ?? 0 }
}

describe('what is meant so is calm', () => {
  test('a Deployment scaled up and down', async () => {
    const told = await toldWhile('web', async () => {
      await scale(plane().api, { namespace: 'shop', name: 'web' }, 24)
      await plane().settled()
      await scale(plane().api, { namespace: 'shop', name: 'web' }, 12)
      await plane().settled()
    })
    expect(loud(told)).toEqual([])
  })

  test('a rollout', async () => {
    const told = await toldWhile('web', async () => {
      await plane().kubectl(['-n', 'shop', 'set', 'env', 'deployment/web', 'REVISION=2'])
      await plane().settled()
    })
    expect(loud(told)).toEqual([])
    await expect
      .poll(async () => (await row('web')).verdict)
      .toMatch(/^Backends are serving: Kubernetes routes to 12 of 12 ready backends/)
  })
})

describe('a zone is lost', () => {
  test('counts say so, whatever may be read; and then what recovered', async () => {
    await outgrowQuiet('web')
    const { zone, lost } = await fullestZone()
    await turnZone(zone, false)
    for (const reader of READERS)
      await waitFor(async () => (await row('web', readerOf(reader))).ready === 12 - lost, {
        what: `${reader} to see it`,
      })
    const words = new RegExp(`${zone} lost all ${lost} backends at [\\d:]+ UTC, ${12 - lost} of 12 still ready`)
    await vi.waitFor(async () => {
      const told = await Promise.all(READERS.map(reader => row('web', readerOf(reader))))
      expect(told.map(({ severity, health }) => [severity, health])).toEqual(
        READERS.map(() => ['critical', 'degraded']),
      )
      for (const { verdict } of told) expect(verdict).toMatch(words)
      const [all, withoutPods] = told
      expect(all?.verdict).toMatch(new RegExp(`^Likely: all nodes of zone ${zone} are down\\. `))
      expect(withoutPods?.verdict).toMatch(/Pods cannot be read \(RBAC\), so the cause is unknown\.$/)
    }, SOON)

    await turnZone(zone, true)
    await waitFor(async () => (await row('web')).ready === 12, { what: 'the zone to be back' })
    await expect
      .poll(() => row('web'))
      .toMatchObject({
        severity: 'info',
        health: 'healthy',
        recovered: { was: { severity: 'critical', lost } },
        verdict: expect.stringMatching(
          new RegExp(`^Recovered at [\\d:]+ UTC after \\d+ s: ${zone} had lost all ${lost} backends`),
        ),
      })
  })
})

test('a storm of restarts is one headline, and over when it is over', async () => {
  await outgrowQuiet('storm')
  const { backends } = await readerOf('reader').view('shop', 'storm')
  const pods = backends.map(({ name }) => ({ namespace: 'shop', name }))
  const told = await toldWhile('storm', async () => {
    for (const pod of pods) await setPodFate(plane().api, pod, 'crash')
    await waitFor(async () => (await row('storm')).ready === 0, { what: 'all to crash' })
    await waitFor(async () => /crash/i.test((await row('storm')).verdict), { what: 'the cause' })
    for (const pod of pods) await setPodFate(plane().api, pod, null)
    await waitFor(async () => (await row('storm')).ready === 3, { what: 'all to be back' })
  })
  expect(told.some(each => /^critical: .*all 3 backends became not ready at /.test(each))).toBe(true)
  await expect
    .poll(() => row('storm'))
    .toMatchObject({ severity: 'info', verdict: expect.stringMatching(/^Recovered at /) })
})
