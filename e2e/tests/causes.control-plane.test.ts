import { makeNamespace, makeNodes } from '@slicescope/control-plane'
import { useControlPlane } from '@slicescope/control-plane/vitest'
import type { Row, ServiceView } from '@slicescope/view'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { CAUSES } from '../causes/all-causes.ts'
import { type Cause, SERVICE } from '../causes/cause.ts'
import { openShell, type Shell } from '../causes/shell.ts'
import { type SlicescopeProcess, startSlicescope } from '../slicescope-process.ts'
import { getJson } from './compare-with-kubectl.ts'

const plane = useControlPlane()
let slicescope: SlicescopeProcess
let shell: Shell
let cluster = ''

beforeAll(async () => {
  const { api } = plane()
  const nodes = await makeNodes(api, { count: 6, zones: ['a', 'b', 'c'] })
  const [still = ''] = await makeNodes(api, { count: 1, zones: ['a'], simulated: false, prefix: 'still' })
  await Promise.all(
    CAUSES.map(async ({ name, plant }) => {
      await makeNamespace(api, name)
      await plant({ plane: plane(), api, namespace: name, nodes, still })
    }),
  )
  slicescope = await startSlicescope({ args: ['--kubeconfig', plane().kubeconfig.reader] })
  cluster =
    (await getJson<{ clusters: readonly { slug: string }[] }>(slicescope, '/api/clusters')).clusters[0]?.slug ?? ''
  shell = await openShell(plane().kubeconfig.reader)
  await plane().settled()
})

afterAll(async () => {
  await slicescope?.stop()
  await shell?.close()
})

const viewOf = ({ name, service = SERVICE }: Cause) =>
  getJson<ServiceView>(slicescope, `/api/clusters/${cluster}/namespaces/${name}/services/${service}`)

const rowsOf = (namespace: string) =>
  getJson<{ services: readonly Row[] }>(slicescope, `/api/clusters/${cluster}/services?namespace=${namespace}`)

test.each(CAUSES)('$name is told as $code, and its command shows it', async cause => {
  const { code, causeCertainty, comesFirst, service = SERVICE, shows } = cause
  const finding = await vi.waitFor(
    async () => {
      const view = await viewOf(cause)
      const told = view.findings.map(each => `${each.code} ${each.causeCertainty}`)
      expect(comesFirst ? told.slice(0, 1) : told).toContain(`${code} ${causeCertainty}`)
      const { services } = await rowsOf(cause.name)
      const row = services.find(each => each.name === service)
      expect([row?.verdict, row?.severity]).toEqual([view.verdict.sentence, view.verdict.severity])
      return view.findings.find(each => each.code === code)
    },
    { timeout: 60_000, interval: 250 },
  )
  if (shows !== null) expect(await shell.run(finding?.kubectl ?? '')).toMatch(shows)
})
