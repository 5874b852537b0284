import type { Api } from '../api.ts'
import type { Json, KubeObject } from '../kube-types.ts'

/** The annotation by which the kubelet simulator knows its nodes. */
export const FAKE_NODE = { name: 'kwok.x-k8s.io/node', value: 'fake' } as const

/** On nodes that the simulator leaves alone: a workload's pod there would never start. */
const BARE_TAINT = 'slicescope.test/bare'

export type NodesOptions = {
  readonly count: number
  /** Zones, dealt out in turn; none by default. */
  readonly zones?: readonly string[]
  /**
   * Whether the simulator runs the pods of these nodes (default). Else the pods keep the status that a test writes, and
   * a taint keeps the scheduler and DaemonSets away: pods get there by `nodeName`.
   */
  readonly simulated?: boolean
  /** Names are `<prefix>-<number>`, from `first` (0) on; both also decide the nodes' addresses. */
  readonly prefix?: string
  readonly first?: number
}

/** Makes Ready nodes with addresses and pod ranges of both families, and answers their names. */
export async function makeNodes(api: Api, options: NodesOptions): Promise<readonly string[]> {
  const { count, first = 0 } = options
  const indexes = Array.from({ length: count }, (_, offset) => first + offset)
  const nodes = await Promise.all(indexes.map(index => api.post<KubeObject>('/api/v1/nodes', nodeBody(index, options))))
  return nodes.map(node => node.metadata.name)
}

function nodeBody(
  index: number,
  { zones = [], simulated = true, prefix = simulated ? 'node' : 'bare' }: NodesOptions,
): Json {
  const name = `${prefix}-${index}`
  const zone = zones[index % Math.max(1, zones.length)]
  // Simulated and bare nodes get ranges of their own: 4,096 addresses for the pods of each node.
  const range = (simulated ? 1 : 1025) + index
  const now = new Date().toISOString()
  const quota = { cpu: '1k', memory: '1Ti', pods: '1k' }
  return {
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        ...(zone === undefined ? {} : { 'topology.kubernetes.io/zone': zone, 'topology.kubernetes.io/region': 'test' }),
      },
      annotations: simulated ? { [FAKE_NODE.name]: FAKE_NODE.value } : {},
    },
    spec: {
      taints: simulated ? [] : [{ key: BARE_TAINT, effect: 'NoSchedule' }],
      podCIDR: podRange4(range),
      podCIDRs: [podRange4(range), `fd00:10:${range.toString(16)}::/64`],
    },
    status: {
      allocatable: quota,
      capacity: quota,
      conditions: [
        { type: 'Ready', status: 'True', reason: 'KubeletReady', lastHeartbeatTime: now, lastTransitionTime: now },
      ],
      addresses: [
        { type: 'Hostname', address: name },
        { type: 'InternalIP', address: `172.20.${range >> 8}.${range & 255}` },
        { type: 'InternalIP', address: `fd00:20::${range.toString(16)}` },
      ],
    },
  }
}

function podRange4(range: number): string {
  return `10.${128 + (range >> 4)}.${(range & 15) << 4}.0/20`
}
