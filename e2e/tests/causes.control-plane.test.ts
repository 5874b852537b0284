import { type KubeList, makeNamespace, makeNodes, waitFor } from '@slicescope/control-plane'
import { useControlPlane } from '@slicescope/control-plane/vitest'
import { Interner, RESOURCE_NAMES, RESOURCES } from '@slicescope/model'
import type { ServiceView } from '@slicescope/view'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { CAUSES } from '../causes/all-causes.ts'
import { type LateCause, SERVICE, type Site, type Told } from '../causes/cause.ts'
import { openShell, type Printed, type Shell } from '../causes/shell.ts'
import { STOPPED_CAUSES } from '../causes/stopped-causes.ts'
import { WATCHED_CAUSES } from '../causes/watched-causes.ts'
import { followCluster, type FollowedCluster } from '../followed-cluster.ts'
import { listProtobuf, withoutEmpty } from '../law/protobuf-objects.ts'

/** Leaves the Lease that people look at. A busy machine does not lose it. */
const LEASED = ['--leader-elect=true', '--leader-elect-lease-duration=20s', '--leader-elect-renew-deadline=15s']
/** True of most pods of these tests, whatever else is wrong: no readiness probe, all in one place. */
const TRUE_OF_MANY = ['SC-G5', 'SC-G11']
/** Longer than the patience that rules have with the controllers; Leases are read 12 a minute, no matter who waits for them. */
const WAIT = { timeout: 120_000, interval: 500 }
const WITH_CONTROLLERS: readonly Told[] = [...CAUSES, ...WATCHED_CAUSES]

const plane = useControlPlane({ controllerManagerFlags: LEASED })
let followed: FollowedCluster
let shell: Shell
let nodes: readonly string[] = []
let still = ''

function siteOf(namespace: string): Site {
  return { plane: plane(), api: plane().api, namespace, nodes, still }
}

beforeAll(async () => {
  const { api } = plane()
  nodes = await makeNodes(api, { count: 6, zones: ['a', 'b', 'c'] })
  ;[still = ''] = await makeNodes(api, { count: 1, zones: ['a'], simulated: false, prefix: 'still' })
  const planted = [
    ...CAUSES.map(({ name, plant }) => [name, plant] as const),
    ...[...WATCHED_CAUSES, ...STOPPED_CAUSES].map(({ name, prepare }) => [name, prepare] as const),
  ]
  await Promise.all(
    planted.map(async ([name, plant]) => {
      await makeNamespace(api, name)
      await plant(siteOf(name))
    }),
  )
  followed = await followCluster(plane().kubeconfig.reader)
  shell = await openShell(plane().kubeconfig.reader)
  // Who is to see a change must know what was there before.
  await waitFor(() => followed.synced(), { what: 'Slicescope to be synced' })
  await plantLate(WATCHED_CAUSES)
})

async function plantLate(causes: readonly LateCause[]): Promise<void> {
  await Promise.all(
    causes.map(({ name, service = SERVICE, plant }) =>
      plant(siteOf(name), ready =>
        vi.waitFor(async () => expect(await followed.view(name, service)).toMatchObject({ ready }), WAIT),
      ),
    ),
  )
}

afterAll(async () => {
  await followed?.slicescope.stop()
  await shell?.close()
})

/** What is not as the cause has it told; nothing when all is. */
async function wrongWith(cause: Told): Promise<readonly string[]> {
  const { name, code, causeCertainty, comesFirst, says = '', service = SERVICE } = cause
  const { findings, verdict } = await followed.view(name, service)
  const told = findings.map(each => `${each.code} ${each.causeCertainty}`)
  const sentence = findings.find(each => each.code === code)?.sentence ?? ''
  return [
    ...((comesFirst ? told.slice(0, 1) : told).includes(`${code} ${causeCertainty}`)
      ? []
      : [`told: ${told.join(', ')}`]),
    ...((typeof says === 'string' ? sentence.includes(says) : says.test(sentence)) ? [] : [`says: ${sentence}`]),
    ...(await unlikeItsRow(name, service, verdict)),
  ]
}

/** Whether the row says what the verdict does. A row that was read between two views is as one of them. */
async function unlikeItsRow(
  namespace: string,
  service: string,
  before: ServiceView['verdict'],
): Promise<readonly string[]> {
  const { services } = await followed.overview(`namespace=${namespace}`)
  const row = services.find(each => each.name === service)
  const isOf = ({ sentence, severity }: ServiceView['verdict']) =>
    row?.verdict === sentence && row.severity === severity
  if (isOf(before)) return []
  const { verdict: after } = await followed.view(namespace, service)
  if (isOf(after)) return []
  const [first, last] = [before, after].map(({ severity, sentence }) => `${severity}: ${sentence}`)
  return [`the row is ${row?.severity}: ${row?.verdict}, the verdict before it ${first}, after it ${last}`]
}

/** What real kubectl prints for the finding's command, once it is found. */
async function printedFor({ name, code, service = SERVICE, shows, isEndless }: Told): Promise<Printed> {
  const command = await vi.waitFor(async () => {
    const { findings } = await followed.view(name, service)
    const found = findings.find(each => each.code === code)
    expect(found, `${code} among ${findings.map(each => each.code).join(', ')}`).toBeDefined()
    return found?.kubectl ?? ''
  }, WAIT)
  return shell.run(command, isEndless === true ? shows : undefined)
}

function toldAndShown(causes: readonly Told[]): void {
  // Each waits for the cluster most of the time, and none for another.
  describe.concurrent.each(causes)('$name', cause => {
    test(`is told as ${cause.code}`, async () => {
      await vi.waitFor(async () => expect(await wrongWith(cause)).toEqual([]), WAIT)
    })

    const { shows, exitCode = 0 } = cause
    test(`is what the command of ${cause.code} shows`, async () => {
      const printed = await printedFor(cause)
      expect(printed.text).toMatch(shows)
      expect(printed.exitCode).toBe(exitCode)
    })
  })
}

toldAndShown(WITH_CONTROLLERS)

/** Custom resources are served as JSON alone; no cause makes a mutating webhook, whose fields are those of a validating one. */
const IN_PROTOBUF = RESOURCE_NAMES.filter(
  resource => resource !== 'httproutes' && resource !== 'mutatingwebhookconfigurations',
)

test.concurrent.each(IN_PROTOBUF)(
  '%s read from protobuf, by the numbers of their fields, are those read from JSON',
  async resource => {
    const { api } = plane()
    const [interner, { keep, version, group }] = [new Interner(), RESOURCES[resource]]
    await vi.waitFor(async () => {
      const binary = await listProtobuf(api.target, resource)
      const { items } = await api.get<KubeList<unknown>>(
        `${group === '' ? '/api' : `/apis/${group}`}/${version}/${resource}`,
      )
      expect(binary.length).toBeGreaterThan(0)
      expect(binary.map(raw => withoutEmpty(keep(raw, interner)))).toEqual(
        items.map(raw => withoutEmpty(keep(raw, interner))),
      )
    }, WAIT)
  },
)

describe('with the controllers stopped', () => {
  beforeAll(async () => {
    await plane().kill('kube-controller-manager')
    await plantLate(STOPPED_CAUSES)
  })

  toldAndShown(STOPPED_CAUSES)

  const behind = STOPPED_CAUSES.filter(({ code }) => code === 'SC-C7')
  test.concurrent.each(behind)('of $name the evidence shows the lease that nobody renews', async ({ name }) => {
    const held = await plane().api.get<{ readonly spec: { readonly renewTime: string } }>(
      '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kube-controller-manager',
    )
    await vi.waitFor(async () => {
      const { findings } = await followed.view(name, SERVICE)
      const { sentence, evidence = [] } = findings.find(({ code }) => code === 'SC-C7') ?? {}
      expect(sentence).toMatch(/^Likely: kube-controller-manager stopped renewing its lease\. /)
      expect(evidence.at(-1)).toMatchObject({
        object: { kind: 'Lease', namespace: 'kube-system', name: 'kube-controller-manager' },
        found: expect.stringMatching(`^${held.spec.renewTime}, not renewed since, held by \\S+$`),
      })
    }, WAIT)
  })
})

// Half a minute after the last change: what was told too early is no longer told, and what rules wait for is.
test.concurrent.each([...WITH_CONTROLLERS, ...STOPPED_CAUSES])(
  'of $name $code is told still, and nothing that is not so',
  async cause => {
    expect(await wrongWith(cause)).toEqual([])
    const { name, code, service = SERVICE, beside = [] } = cause
    const { findings } = await followed.view(name, service)
    const so = new Set([code, ...beside, ...TRUE_OF_MANY])
    const untrue = findings.filter(each => each.causeCertainty !== 'hint' && !so.has(each.code))
    expect(untrue.map(({ sentence, ...each }) => `${each.code}: ${sentence}`).join('\n')).toBe('')
  },
)
