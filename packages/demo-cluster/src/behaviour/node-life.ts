import type { Cluster } from './cluster.ts'
import { conditionStatus, type NewCondition, withConditions } from './conditions.ts'
import { listAt, recordAt, textAt } from './json.ts'
import { isNodeUp } from './node-state.ts'
import type { RawObject } from './object-index.ts'
import { isDeleting, nameOf } from './views.ts'
import { WorkQueue } from './work-queue.ts'

/** How long a silent node counts as Ready; the real --node-monitor-grace-period is 50 s, too long for a story. */
const GRACE_MS = [2500, 4500] as const
/** The tolerationSeconds that pods have for a lost node unless they say otherwise. */
const EVICTED_AFTER_MS = 300_000
const UNREACHABLE = 'node.kubernetes.io/unreachable'
const CONDITIONS = ['MemoryPressure', 'DiskPressure', 'PIDPressure'] as const

/** Kubelets' node status and the node lifecycle controller: Ready, taints, and Ready=False on the pods of a lost node. */
export class NodeLife {
  readonly #cluster: Cluster
  readonly #queue: WorkQueue
  #number = 0

  constructor(cluster: Cluster) {
    this.#cluster = cluster
    const { clock, random } = cluster
    this.#queue = new WorkQueue({ clock, random, delay: GRACE_MS, sync: name => this.#sync(name) })
    cluster.on('nodes', node => {
      if (node === undefined) return
      const isReady = conditionStatus(node, 'Ready') === 'True'
      if (isReady !== isNodeUp(node)) this.#queue.add(nameOf(node))
    })
  }

  #sync(name: string): void {
    const node = this.#cluster.get('nodes', '', name)
    if (node === undefined) return
    const isReady = conditionStatus(node, 'Ready') === 'True'
    if (isNodeUp(node) && !isReady) this.#comeUp(node)
    else if (!isNodeUp(node) && isReady) this.#goDown(node)
  }

  #comeUp(node: RawObject): void {
    const conditions: readonly NewCondition[] = [
      ...CONDITIONS.map(type => ({ type, status: 'False', reason: `KubeletHasNo${type}` }) as const),
      { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' },
    ]
    this.#number += 1
    this.#write(node, conditions, this.#number)
    this.#record(node, 'Normal', 'NodeReady', 'status is now: NodeReady')
  }

  #goDown(node: RawObject): void {
    const lost = {
      status: 'Unknown',
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting node status.',
    } as const
    this.#write(
      node,
      [...CONDITIONS, 'Ready'].map(type => ({ type, ...lost })),
    )
    this.#record(node, 'Normal', 'NodeNotReady', 'status is now: NodeNotReady')
    for (const pod of this.#cluster.podsOnNode(nameOf(node))) this.#markNotReady(pod)
    this.#evictLater(node)
  }

  /** Pods of a node that stays lost are given up; they stay as terminating, for no kubelet is there to end them. */
  #evictLater(node: RawObject): void {
    this.#cluster.clock.after(EVICTED_AFTER_MS, () => {
      const current = this.#cluster.get('nodes', '', nameOf(node))
      if (current === undefined || isNodeUp(current)) return
      const since = this.#cluster.clock.now() - Date.parse(lostSince(current) ?? '')
      if (since < EVICTED_AFTER_MS - 1000) return
      const pods = this.#cluster.podsOnNode(nameOf(node)).filter(pod => !isDeleting(pod) && !isDaemonPod(pod))
      for (const pod of pods) this.#cluster.requestDelete('pods', pod)
    })
  }

  /** Only the pod's own Ready goes: no kubelet is there to report on its containers. */
  #markNotReady(pod: RawObject): void {
    if (conditionStatus(pod, 'Ready') !== 'True') return
    const { clock, random } = this.#cluster
    clock.after(random.between(50, 900), () =>
      this.#cluster.edit('pods', pod, current => ({
        ...current,
        status: {
          ...recordAt(current, 'status'),
          conditions: withConditions(
            current,
            [{ type: 'Ready', status: 'False', reason: 'NodeNotReady' }],
            this.#cluster.time(),
          ),
        },
      })),
    )
    this.#cluster.events.record('Pod', pod, {
      type: 'Warning',
      reason: 'NodeNotReady',
      message: 'Node is not ready',
      component: 'node-controller',
    })
  }

  #write(node: RawObject, conditions: readonly NewCondition[], number?: number): void {
    const isReady = conditions.some(({ type, status }) => type === 'Ready' && status === 'True')
    this.#cluster.edit('nodes', node, current => ({
      ...current,
      spec: { ...registeredSpec(current, number), taints: taintsFor(current, isReady, this.#cluster.time()) },
      status: {
        ...registeredStatus(current, number),
        conditions: withConditions(current, conditions, this.#cluster.time()),
      },
    }))
  }

  #record(node: RawObject, type: 'Normal' | 'Warning', reason: string, what: string): void {
    const message = `Node ${nameOf(node)} ${what}`
    this.#cluster.events.record('Node', node, { type, reason, message, component: 'node-controller' })
  }
}

function lostSince(node: RawObject): string | undefined {
  return textAt(
    listAt(node, 'spec', 'taints').find(taint => textAt(taint, 'key') === UNREACHABLE),
    'timeAdded',
  )
}

/** A DaemonSet's pods tolerate lost nodes for ever. */
function isDaemonPod(pod: RawObject): boolean {
  return listAt(pod, 'metadata', 'ownerReferences').some(owner => textAt(owner, 'kind') === 'DaemonSet')
}

function taintsFor(node: RawObject, isReady: boolean, time: string): readonly unknown[] {
  const others = listAt(node, 'spec', 'taints').filter(taint => textAt(taint, 'key') !== UNREACHABLE)
  if (isReady) return others
  return [...others, ...['NoSchedule', 'NoExecute'].map(effect => ({ key: UNREACHABLE, effect, timeAdded: time }))]
}

/** What a kubelet fills in when it registers: address ranges of its own. */
function registeredSpec(node: RawObject, number: number | undefined): RawObject {
  const spec = recordAt(node, 'spec')
  if (number === undefined || spec['podCIDRs'] !== undefined) return spec
  const podCIDRs = [
    `10.${244 + Math.floor(number / 256)}.${number % 256}.0/24`,
    `fd00:10:244:${number.toString(16)}::/64`,
  ]
  return { ...spec, podCIDR: podCIDRs[0], podCIDRs, providerID: `demo:///${nameOf(node)}` }
}

function registeredStatus(node: RawObject, number: number | undefined): RawObject {
  const status = recordAt(node, 'status')
  if (number === undefined || status['addresses'] !== undefined) return status
  const resources = { cpu: '16', memory: '64Gi', pods: '110' }
  return {
    ...status,
    capacity: resources,
    allocatable: resources,
    addresses: [
      { type: 'InternalIP', address: `192.168.${Math.floor(number / 250)}.${(number % 250) + 4}` },
      { type: 'Hostname', address: nameOf(node) },
    ],
    nodeInfo: {
      architecture: 'amd64',
      bootID: '',
      containerRuntimeVersion: 'containerd://2.1.4',
      kernelVersion: '6.12.0',
      kubeProxyVersion: '',
      kubeletVersion: 'v1.37.2',
      machineID: '',
      operatingSystem: 'linux',
      osImage: 'Demo Linux',
      systemUUID: '',
    },
  }
}
