import { makeNamespace, makeNodes, makeService, waitFor } from '@slicescope/control-plane'
import { useControlPlane } from '@slicescope/control-plane/vitest'
import { findingExamples } from '@slicescope/diagnosis/examples'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { CAUSES } from '../causes/all-causes.ts'
import { SERVICE, type Site } from '../causes/cause.ts'
import { openShell, type Shell } from '../causes/shell.ts'
import { followCluster, type FollowedCluster } from '../followed-cluster.ts'

const WAIT = { timeout: 120_000, interval: 500 }

/** How the remedy of a cause is applied where it comes without a command. */
interface Applied {
  readonly name: string
  readonly code: string
  readonly byHand?: (site: Site) => Promise<unknown>
}

/** A slice with an address, as the remedies of Services without a selector ask for. */
function makeSlice({ api, namespace }: Site): Promise<unknown> {
  return api.post(`/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`, {
    metadata: { name: `${SERVICE}-added`, labels: { 'kubernetes.io/service-name': SERVICE } },
    addressType: 'IPv4',
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    endpoints: [{ addresses: ['10.98.7.1'], conditions: { ready: true } }],
  })
}

function makeGoverning({ api, namespace }: Site): Promise<unknown> {
  return makeService(api, { namespace, name: `${SERVICE}-peers`, headless: true, selector: { app: SERVICE } })
}

async function recreateService({ api, namespace }: Site): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/services`
  const { spec } = await api.get<{ spec: { ports: unknown; selector: unknown } }>(`${path}/${SERVICE}`)
  await api.patch(`${path}/${SERVICE}`, { metadata: { finalizers: null } })
  await api.post(path, { metadata: { name: SERVICE }, spec: { selector: spec.selector, ports: spec.ports } })
}

/** Every cause whose remedy is of the class `safe`. */
const SAFE: readonly Applied[] = [
  { name: 'no-selector', code: 'SC-A2', byHand: makeSlice },
  { name: 'skip-mirror', code: 'SC-A5', byHand: makeSlice },
  { name: 'service-held-by-finalizer', code: 'SC-A8', byHand: recreateService },
  { name: 'scaled-to-zero', code: 'SC-B5' },
  { name: 'statefulset-scaled-to-zero', code: 'SC-B5' },
  { name: 'no-governing-service', code: 'SC-F1', byHand: makeGoverning },
  { name: 'slice-older-than-its-pod', code: 'SC-G1' },
  { name: 'zone-of-the-node-changed', code: 'SC-G13' },
]
const plane = useControlPlane()
let followed: FollowedCluster
let shell: Shell
let nodes: readonly string[] = []
let still = ''

function siteOf(namespace: string): Site {
  return { plane: plane(), api: plane().api, namespace, nodes, still }
}

beforeAll(async () => {
  const { api } = plane()
  nodes = await makeNodes(api, { count: 3, zones: ['a', 'b', 'c'] })
  ;[still = ''] = await makeNodes(api, { count: 1, zones: ['a'], simulated: false, prefix: 'still' })
  const names = new Set(SAFE.map(({ name }) => name))
  await Promise.all(
    CAUSES.filter(({ name }) => names.has(name)).map(async ({ name, plant }) => {
      await makeNamespace(api, name)
      await plant(siteOf(name))
    }),
  )
  followed = await followCluster(plane().kubeconfig.reader)
  shell = await openShell(plane().kubeconfig.admin)
  await waitFor(() => followed.synced(), { what: 'Slicescope to be synced' })
})

afterAll(async () => {
  await followed?.slicescope.stop()
  await shell?.close()
})

test('every code with a safe remedy is made here', () => {
  const safe = findingExamples().flatMap(({ code, remedyClass }) => (remedyClass === 'safe' ? [code] : []))
  expect(new Set(SAFE.map(({ code }) => code))).toEqual(new Set(safe))
})

async function runToItsEnd(command: string): Promise<void> {
  const { text, exitCode } = await shell.run(command)
  if (exitCode !== 0) throw new Error(`${command} ended with ${exitCode}: ${text}`)
}

const RANKS = ['info', 'warning', 'critical']

describe.concurrent.each(SAFE)('$code of $name', ({ name, code, byHand }) => {
  test('goes when its safe remedy is applied, and nothing gets worse', async () => {
    const found = await vi.waitFor(async () => {
      const { findings, verdict } = await followed.view(name, SERVICE)
      const finding = findings.find(each => each.code === code)
      expect(finding, `${code} among ${findings.map(each => each.code).join(', ')}`).toMatchObject({
        remedyClass: 'safe',
      })
      return { remedyCommand: finding?.remedyCommand ?? '', codes: findings.map(each => each.code), verdict }
    }, WAIT)
    await (byHand?.(siteOf(name)) ?? runToItsEnd(found.remedyCommand))
    await vi.waitFor(async () => {
      const { findings, verdict } = await followed.view(name, SERVICE)
      expect(findings.map(each => each.code)).not.toContain(code)
      const isNew = ({ code: own, severity }: (typeof findings)[number]) =>
        severity !== 'info' && !found.codes.includes(own)
      expect(
        findings
          .filter(isNew)
          .map(({ sentence, ...each }) => `${each.code}: ${sentence}`)
          .join('\n'),
      ).toBe('')
      expect(RANKS.indexOf(verdict.severity ?? 'info')).toBeLessThanOrEqual(
        RANKS.indexOf(found.verdict.severity ?? 'info'),
      )
    }, WAIT)
  })
})
