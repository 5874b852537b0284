import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DemoCluster, SCENARIOS, startDemoCluster, UnknownScenarioError } from '@slicescope/demo-cluster'
import { loadKubeconfig } from '@slicescope/reflector'
import { UsageError } from '../cli/usage-error.ts'
import type { Sources } from './cluster-source.ts'

interface Options {
  readonly env: Readonly<Record<string, string | undefined>>
  /** False: it is started for want of another cluster. */
  readonly isAsked: boolean
}

/**
 * Starts the embedded cluster. It is reached as any other: by a kubeconfig, over HTTP.
 * @throws UsageError for an unknown scenario
 */
export async function startDemo(scenario: string | undefined, { env, isAsked }: Options): Promise<Sources> {
  const cluster = await startScenario(scenario)
  const folder = await mkdtemp(join(tmpdir(), 'slicescope-demo-'))
  const kubeconfig = join(folder, 'kubeconfig')
  await cluster.writeKubeconfig(kubeconfig)
  const loaded = await loadKubeconfig({ paths: [kubeconfig], env })
  if (loaded.type !== 'loaded') throw new Error('the demo wrote a kubeconfig that cannot be read')
  const source = { slug: 'demo', kube: { ...loaded.current, slug: 'demo' }, origin: 'demo' as const }
  return {
    sources: [source],
    start: source,
    demo: { scenario: scenario ?? SCENARIOS[0]?.name ?? 'default', kubeconfig, isAsked },
    servedAt: null,
    stop: async () => {
      await cluster.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function startScenario(scenario: string | undefined): Promise<DemoCluster> {
  try {
    return await startDemoCluster(scenario === undefined ? {} : { scenario })
  } catch (error) {
    if (!(error instanceof UnknownScenarioError)) throw error
    const known = SCENARIOS.map(({ name }) => name).join(', ')
    throw new UsageError(`There is no demo scenario ${JSON.stringify(scenario)}: give --demo one of ${known}.`, {
      cause: error,
    })
  }
}
