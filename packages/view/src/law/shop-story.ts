import { Random } from '@slicescope/model/random'
import { ClusterStore, type Resource, RESOURCE_NAMES, RESOURCES, type ResourceWriter } from '@slicescope/model'
import type { ClusterView } from '../cluster-view.ts'
import { viewOfStore } from '../view-of-store.ts'
import type { Outcome } from '../outcome.ts'
import type { ServiceView } from '../schema/service-view.ts'

type Raw = Readonly<Record<string, unknown>>

interface StoryPod {
  readonly n: number
  readonly zone: string
  readonly node: string
  readonly made: number
  isReady: boolean
  turned: number
  isTerminating: boolean
}

const BEGIN = Date.UTC(2026, 0, 1, 3)
const ZONES = ['eu-1a', 'eu-1b', 'eu-1c', 'zone'] as const
const SIZES = [1, 2, 3, 5, 12, 40, 1200] as const
const WAITS_MS = [0, 50, 400, 2000, 9000, 31_000, 61_000] as const
const NEVER_SILENT = Date.UTC(2027, 0, 1)
const KEY = 'shop/web'

/** A Service that loses zones, nodes and single pods at random, heals and scales, behind a view that is driven as the server drives it. */
export class ShopStory {
  readonly #random: Random
  readonly #store: ClusterStore<Outcome>
  readonly #view: ClusterView
  readonly #writers: ReadonlyMap<Resource, ResourceWriter<Resource>>
  #pods: StoryPod[] = []
  #replicas: number
  #made = 0
  #now = BEGIN

  constructor(seed: number) {
    this.#random = new Random(seed)
    this.#store = new ClusterStore<Outcome>(() => this.#now)
    this.#writers = new Map(RESOURCE_NAMES.map(resource => [resource, this.#store.writer(resource, null)]))
    this.#replicas = this.#random.pick(SIZES)
    const hidden = this.#random.chance(0.2)
      ? this.#random.pick(['pods', 'nodes', 'deployments', 'events'] as const)
      : null
    for (const [resource, writer] of this.#writers) {
      writer.setTimes({ heard: NEVER_SILENT, progressed: NEVER_SILENT, verified: BEGIN })
      writer.setState(
        resource === hidden
          ? { phase: 'forbidden', reason: 'refused' }
          : { phase: 'watching', hasSynced: true, failures: 0, reason: null },
      )
    }
    this.#fill()
    this.#view = viewOfStore(this.#store, { startedAt: this.#now })
    this.#store.subscribe(batch => this.#view.apply(batch))
    this.#view.open(KEY)
  }

  /** Something happens; answers with the view as it is then. */
  step(): ServiceView {
    this.#now += this.#random.pick(WAITS_MS)
    this.#act()
    if (this.#random.chance(0.9)) this.#write('pods', ...this.#pods.map(pod => podOf(pod)))
    if (this.#random.chance(0.9)) this.#writeSlices()
    this.#store.noteTime()
    while (this.#view.diagnose(this.#now, () => false)) this.#store.conclude(this.#view.outcomes())
    this.#store.conclude(this.#view.outcomes())
    const view = this.#view.serviceView(KEY, this.#now)
    if (view === undefined) throw new Error('the story has no view')
    return view
  }

  #fill(): void {
    const labels = { app: 'web' }
    const ports = [{ name: 'http', port: 80, targetPort: 8080 }]
    const clusterIP = this.#random.chance(0.2) ? 'None' : '10.96.0.1'
    const made = { creationTimestamp: timeText(BEGIN - 3_600_000) }
    this.#write('services', {
      metadata: { name: 'web', namespace: 'shop', uid: 'service-web', ...made },
      spec: { clusterIP, ipFamilies: ['IPv4'], selector: labels, ports },
    })
    for (const zone of ZONES)
      for (const n of [1, 2])
        this.#write('nodes', {
          metadata: { name: `${zone}-${n}`, uid: `node-${zone}-${n}`, labels: { 'topology.kubernetes.io/zone': zone } },
          status: { conditions: [{ type: 'Ready', status: 'True' }] },
        })
    this.#scale(this.#replicas, BEGIN - 3_600_000)
    for (const pod of this.#pods) pod.isReady = true
    this.#write('pods', ...this.#pods.map(pod => podOf(pod)))
    this.#writeSlices()
  }

  #act(): void {
    const deed = this.#random.below(10)
    const zone = this.#random.pick(ZONES)
    if (deed < 2) this.#turn(pod => pod.zone === zone, false)
    else if (deed < 3) this.#turn(pod => pod.node === `${zone}-1`, false)
    else if (deed < 5) this.#turn(() => this.#random.chance(0.1), false)
    else if (deed < 7) this.#turn(() => true, true)
    else if (deed < 8) this.#turn(() => this.#random.chance(0.5), true)
    else if (deed < 9) this.#replace()
    else this.#scale(Math.max(0, this.#replicas + this.#random.below(5) - 2), this.#now)
  }

  #turn(isHit: (pod: StoryPod) => boolean, isReady: boolean): void {
    for (const pod of this.#pods)
      if (pod.isReady !== isReady && isHit(pod)) {
        pod.isReady = isReady
        pod.turned = this.#now
      }
  }

  /** Some are gone, some on their way out, and others come in their place. */
  #replace(): void {
    const gone = this.#pods.filter(() => this.#random.chance(0.2))
    this.#write('pods', ...gone.map(pod => podOf(pod)))
    for (const pod of gone)
      if (this.#random.chance(0.5)) pod.isTerminating = true
      else this.#remove(pod)
    this.#scale(this.#replicas, this.#now)
  }

  #remove(pod: StoryPod): void {
    this.#pods = this.#pods.filter(each => each !== pod)
    this.#writers
      .get('pods')
      ?.apply([{ type: 'delete', object: RESOURCES.pods.keep(podOf(pod), this.#store.interner) }])
  }

  #scale(replicas: number, made: number): void {
    this.#replicas = replicas
    const living = this.#pods.filter(pod => !pod.isTerminating)
    for (const pod of living.slice(replicas)) this.#remove(pod)
    for (let missing = replicas - living.length; missing > 0; missing -= 1) this.#make(made)
    const metadata = { name: 'web', namespace: 'shop', creationTimestamp: timeText(BEGIN - 3_600_000) }
    const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [] } }
    const spec = { replicas, selector: { matchLabels: { app: 'web' } }, template }
    this.#write('deployments', { metadata: { ...metadata, uid: 'deployment-web' }, spec, status: { replicas } })
    const ownerReferences = [{ kind: 'Deployment', name: 'web', uid: 'deployment-web', controller: true }]
    this.#write('replicasets', { metadata: { ...metadata, name: 'web-1', uid: 'set-web', ownerReferences }, spec })
  }

  #make(made: number): void {
    this.#made += 1
    const zone = ZONES[this.#made % ZONES.length] ?? 'eu-1a'
    const node = `${zone}-${1 + (this.#made % 2)}`
    this.#pods.push({ n: this.#made, zone, node, made, isReady: false, turned: made, isTerminating: false })
  }

  #writeSlices(): void {
    const endpoints = this.#pods.map(endpointOf)
    for (let at = 0; at === 0 || at * 100 < endpoints.length; at += 1)
      this.#write('endpointslices', sliceOf(at, endpoints.slice(at * 100, at * 100 + 100)))
  }

  #write(resource: Resource, ...objects: readonly Raw[]): void {
    const keep = (raw: Raw) => RESOURCES[resource].keep(raw, this.#store.interner)
    this.#writers.get(resource)?.apply(objects.map(raw => ({ type: 'set', object: keep(raw) })))
  }
}

function sliceOf(at: number, endpoints: readonly Raw[]): Raw {
  return {
    metadata: {
      name: `web-${at}`,
      namespace: 'shop',
      uid: `slice-${at}`,
      labels: {
        'kubernetes.io/service-name': 'web',
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      },
    },
    addressType: 'IPv4',
    ports: [{ name: 'http', port: 8080 }],
    endpoints,
  }
}

function endpointOf({ n, zone, node, isReady, isTerminating }: StoryPod): Raw {
  return {
    addresses: [addressOf(n)],
    zone,
    nodeName: node,
    targetRef: { kind: 'Pod', namespace: 'shop', name: `web-${n}`, uid: `pod-${n}` },
    conditions: { ready: isReady && !isTerminating, serving: isReady, terminating: isTerminating },
  }
}

function podOf({ n, node, made, isReady, turned, isTerminating }: StoryPod): Raw {
  return {
    metadata: {
      name: `web-${n}`,
      namespace: 'shop',
      uid: `pod-${n}`,
      labels: { app: 'web' },
      creationTimestamp: timeText(made),
      ownerReferences: [{ kind: 'ReplicaSet', name: 'web-1', uid: 'set-web', controller: true }],
      ...(isTerminating ? { deletionTimestamp: timeText(turned) } : {}),
    },
    spec: { nodeName: node, containers: [{ name: 'main', ports: [{ containerPort: 8080 }] }] },
    status: {
      phase: 'Running',
      startTime: timeText(made),
      podIPs: [{ ip: addressOf(n) }],
      conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False', lastTransitionTime: timeText(turned) }],
    },
  }
}

function addressOf(n: number): string {
  return `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`
}

function timeText(ms: number): string {
  return new Date(ms).toISOString()
}
