import { makeNamespace, makeNodes } from '@slicescope/control-plane'
import { useControlPlane } from '@slicescope/control-plane/vitest'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { CAUSES } from '../causes/all-causes.ts'
import { SERVICE } from '../causes/cause.ts'
import { openShell, type Shell } from '../causes/shell.ts'
import { followCluster, type FollowedCluster } from '../followed-cluster.ts'

const plane = useControlPlane()
let followed: FollowedCluster
let shell: Shell

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
  followed = await followCluster(plane().kubeconfig.reader)
  shell = await openShell(plane().kubeconfig.reader)
  await plane().settled()
})

afterAll(async () => {
  await followed?.slicescope.stop()
  await shell?.close()
})

test.each(CAUSES)('$name is told as $code', async cause => {
  const { name, code, causeCertainty, comesFirst, service = SERVICE } = cause
  await vi.waitFor(
    async () => {
      const view = await followed.view(name, service)
      const told = view.findings.map(each => `${each.code} ${each.causeCertainty}`)
      expect(comesFirst ? told.slice(0, 1) : told).toContain(`${code} ${causeCertainty}`)
      const { services } = await followed.overview(`namespace=${name}`)
      const row = services.find(each => each.name === service)
      expect([row?.verdict, row?.severity]).toEqual([view.verdict.sentence, view.verdict.severity])
    },
    { timeout: 60_000, interval: 250 },
  )
})

const SHOWN = CAUSES.flatMap(({ shows, ...cause }) => (shows === null ? [] : [{ ...cause, shows }]))

test.each(SHOWN)('the command of $code shows $name', async ({ name, code, service = SERVICE, shows }) => {
  const { findings } = await followed.view(name, service)
  const command = findings.find(each => each.code === code)?.kubectl ?? ''
  expect(await shell.run(command)).toMatch(shows)
})
