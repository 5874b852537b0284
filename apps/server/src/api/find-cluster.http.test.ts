import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadKubeconfig } from '@slicescope/reflector'
import { expect, onTestFinished, test } from 'vitest'
import { ClusterRegistry } from '../clusters/cluster-registry.ts'
import { OpenCluster } from '../clusters/open-cluster.ts'
import { SteppedTimers } from '../testing/stepped-timers.ts'
import { findListedCluster } from './find-cluster.ts'

const PLUGIN = {
  apiVersion: 'client.authentication.k8s.io/v1',
  command: 'sh',
  args: ['-c', 'echo "open login.example and enter ABCD" >&2; sleep 60'],
  interactiveMode: 'Never',
}

test('a cluster whose credential plugin waits for somebody is not listed yet, and says what it asks', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'slicescope-plugin-'))
  const path = join(folder, 'kubeconfig')
  const config = {
    'current-context': 'waits',
    clusters: [{ name: 'waits', cluster: { server: 'https://127.0.0.1:1' } }],
    users: [{ name: 'waits', user: { exec: PLUGIN } }],
    contexts: [{ name: 'waits', context: { cluster: 'waits', user: 'waits' } }],
  }
  await writeFile(path, JSON.stringify(config))
  const loaded = await loadKubeconfig({ paths: [path], env: {} })
  if (loaded.type !== 'loaded') throw new Error('the kubeconfig cannot be read')
  const source = { slug: 'waits', origin: 'live' as const, kube: loaded.current }
  const env = { PATH: process.env['PATH'] }
  const registry = new ClusterRegistry({
    sources: [source],
    start: source,
    timers: new SteppedTimers(),
    open: () =>
      new OpenCluster({
        source,
        namespaces: [],
        clusterDomain: 'cluster.local',
        env,
        onLag: () => {},
        onReset: () => {},
        recording: null,
      }),
  })
  onTestFinished(async () => {
    await registry.stop()
    await rm(folder, { recursive: true })
  })
  registry.start()
  await expect
    .poll(() => findListedCluster(registry, 'waits'))
    .toMatchObject({
      status: 503,
      detail: expect.stringMatching(
        /^The Services of cluster "waits" are not listed yet: The credential plugin sh says: open login\.example and enter ABCD; if it waits for you, run it in a terminal: sh -c '.*'\.$/,
      ),
    })
})
