import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { ensureControlPlaneBuilt } from '@slicescope/control-plane'
import { loadKubeconfig } from '@slicescope/reflector'
import { afterAll, beforeAll, expect, test } from 'vitest'

const run = promisify(execFile)
let program: string
let folder: string

beforeAll(async () => {
  program = (await ensureControlPlaneBuilt({ log: () => undefined })).controlPlane
  folder = await mkdtemp(join(tmpdir(), 'slicescope-kubeconfig-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const FIRST = `
apiVersion: v1
kind: Config
current-context: one
clusters:
- {name: shared, cluster: {server: https://first.example.com}}
contexts:
- {name: one, context: {cluster: shared, user: me, namespace: first}}
users:
- {name: me, user: {token: first}}
`
const SECOND = `
apiVersion: v1
kind: Config
current-context: two
clusters:
- {name: shared, cluster: {server: https://second.example.com}}
- {name: only-second, cluster: {server: https://only-second.example.com}}
contexts:
- {name: one, context: {cluster: only-second, user: me, namespace: second}}
- {name: two, context: {cluster: only-second, user: me}}
users:
- {name: me, user: {token: second}}
`

test.each([
  ['the first wins', ['first.yaml', 'second.yaml']],
  ['the other way round', ['second.yaml', 'first.yaml']],
  ['a missing file is skipped', ['missing.yaml', 'first.yaml', 'second.yaml']],
  ['an empty file gives nothing', ['empty.yaml', 'second.yaml']],
])('several paths are merged as kubectl does: %s', async (_, names) => {
  await writeFile(join(folder, 'first.yaml'), FIRST)
  await writeFile(join(folder, 'second.yaml'), SECOND)
  await writeFile(join(folder, 'empty.yaml'), '')
  const paths = names.map(name => join(folder, name)).join(delimiter)
  const ours = await loadKubeconfig({ env: { KUBECONFIG: paths } })
  if (ours.type !== 'loaded') throw new Error(`not loaded: ${JSON.stringify(ours)}`)
  expect({
    current: ours.current.name,
    contexts: ours.contexts
      .map(({ name, namespace, cluster, user }) => ({ name, namespace, server: cluster.server, token: user.token }))
      .toSorted(byName),
  }).toEqual(await mergedByKubectl(paths))
})

interface Config {
  readonly 'current-context': string
  readonly contexts: readonly {
    readonly name: string
    readonly context: { readonly cluster: string; readonly user: string; readonly namespace?: string }
  }[]
  readonly clusters: readonly { readonly name: string; readonly cluster: { readonly server: string } }[]
  readonly users: readonly { readonly name: string; readonly user: { readonly token: string } }[]
}

async function mergedByKubectl(paths: string): Promise<object> {
  const { stdout } = await run(program, ['kubectl', 'config', 'view', '--merge', '--raw', '-o', 'json'], {
    env: { KUBECONFIG: paths, HOME: folder },
  })
  const config: Config = JSON.parse(stdout)
  const servers = new Map(config.clusters.map(({ name, cluster }) => [name, cluster.server]))
  const tokens = new Map(config.users.map(({ name, user }) => [name, user.token]))
  return {
    current: config['current-context'],
    contexts: config.contexts
      .map(({ name, context }) => ({
        name,
        namespace: context.namespace,
        server: servers.get(context.cluster),
        token: tokens.get(context.user),
      }))
      .toSorted(byName),
  }
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1
}
