import { type ControlPlane, makeNamespace, makeNodes } from '@slicescope/control-plane'
import type { Row } from '@slicescope/view'
import type { FollowedCluster } from '../followed-cluster.ts'
import { type HealthyService, makeHealthyServices } from './healthy-services.ts'
import { HEALTHY_WORKLOADS, prepareShapes } from './healthy-workloads.ts'
import { HEALTHY_WRITERS } from './healthy-writers.ts'

/** Holds Services of everyday kinds, each of which answers. */
export const STORE = 'store'
const SHAPES = [...HEALTHY_WORKLOADS, ...HEALTHY_WRITERS]
const STORED = 48

export interface HealthyCluster {
  /** Each holds every shape once. Some shapes have nothing behind a Service, and that is intended. */
  readonly namespaces: readonly string[]
  /** Those of STORE. */
  readonly services: readonly HealthyService[]
}

/** Makes 48 everyday Services, and `copies` times those that charts and operators make, 60 and more each. */
export async function makeHealthyCluster({ api }: ControlPlane, copies: number): Promise<HealthyCluster> {
  const nodes = await makeNodes(api, { count: 6, zones: ['a', 'b', 'c'] })
  const [still = ''] = await makeNodes(api, { count: 1, zones: ['a'], simulated: false, prefix: 'still' })
  const namespaces = Array.from({ length: copies }, (_, number) => `shapes-${number}`)
  await makeNamespace(api, STORE)
  const services = await makeHealthyServices(api, { namespace: STORE, count: STORED })
  await prepareShapes({ api })
  await Promise.all(
    namespaces.map(async (namespace, number) => {
      await makeNamespace(api, namespace)
      await Promise.all(SHAPES.map(({ make }) => make({ api, namespace, number, still, nodes: nodes.slice(0, 3) })))
    }),
  )
  return { namespaces, services }
}

/** The rows of its Services. */
export async function healthyRows({ namespaces }: HealthyCluster, followed: FollowedCluster): Promise<readonly Row[]> {
  const ours = new Set([STORE, ...namespaces])
  return (await followed.overview()).services.filter(({ namespace }) => ours.has(namespace))
}

/** Whether a row or a finding raises an alarm. */
export function isAlarm({ severity }: { readonly severity: string | null }): boolean {
  return severity === 'warning' || severity === 'critical'
}

/** The alarms among its rows, each in a line. */
export async function alarmingRows(made: HealthyCluster, followed: FollowedCluster): Promise<readonly string[]> {
  const alarming = (await healthyRows(made, followed)).filter(isAlarm)
  return alarming.map(({ namespace, name, severity, verdict }) => `${namespace}/${name} ${severity}: ${verdict}`)
}
