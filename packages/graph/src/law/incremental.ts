import { isEqualKept, objectKey, type Resource, type ResourceDelta } from '@slicescope/model'
import { ClusterGraph, type Touched } from '../cluster-graph.ts'
import { type Coverage, hiding } from '../inputs.ts'
import { absentPods, findLabelSets, podsOf } from '../matched-pods.ts'
import { buildServiceGraph } from '../service-graph.ts'
import { summarize } from '../summary.ts'
import { Random } from '@slicescope/model/random'
import {
  randomDeployment,
  randomEvent,
  randomNode,
  randomPod,
  randomReplicaSet,
  randomService,
  randomServiceKey,
  randomSlice,
  randomStatefulSet,
} from './random-objects.ts'
import { TestCluster } from '../testing/test-cluster.ts'

interface Run {
  readonly seed: number
  readonly steps: number
  /** A planted bug: what reaches the graph of the Deltas there are. */
  readonly tamper?: (deltas: readonly ResourceDelta[]) => readonly ResourceDelta[]
  /** Another one: changes of coverage are not announced. */
  readonly hidesCoverage?: boolean
  /** And another: time does not pass. */
  readonly standsStill?: boolean
}

type Answers = ReadonlyMap<string, { readonly summary: unknown; readonly graph: unknown }>

/**
 * Law L1: summaries and graphs kept up to date by Deltas equal those built from scratch, and whatever changed was announced as
 * touched. Answers with the first difference in words, seed and step included, or null.
 */
export function findDifference(run: Run): string | null {
  const law = new IncrementalLaw(run)
  for (let step = 1; step <= run.steps; step += 1) {
    const difference = law.step()
    if (difference !== null) return `seed ${run.seed}, step ${step}: ${difference}`
  }
  return null
}

type Watched = keyof typeof MAKERS

const WATCHED: readonly [Watched, ...Watched[]] = [
  'services',
  'endpointslices',
  'endpointslices',
  'pods',
  'pods',
  'nodes',
  'deployments',
  'replicasets',
  'statefulsets',
  'events',
  'events',
]

const COVERAGES: readonly [Coverage, ...Coverage[]] = ['known', 'known', 'loading', 'forbidden']

const MAKERS = {
  services: randomService,
  endpointslices: randomSlice,
  pods: randomPod,
  nodes: randomNode,
  deployments: randomDeployment,
  replicasets: randomReplicaSet,
  statefulsets: randomStatefulSet,
  events: randomEvent,
} as const

class IncrementalLaw {
  readonly #run: Run
  readonly #random: Random
  readonly #cluster = new TestCluster()
  readonly #graph: ClusterGraph
  readonly #open: string[] = []
  #waiting: ResourceDelta[] = []
  #answers: Answers

  constructor(run: Run) {
    this.#run = run
    this.#random = new Random(run.seed)
    // Some runs begin with a cluster that is there already.
    const atFirst = this.#random.below(2) * 30
    for (let count = 0; count < atFirst; count += 1) this.#change()
    this.#graph = new ClusterGraph(this.#cluster.inputs, this.#cluster.now)
    this.#answers = this.#buildAll()
    this.#cluster.onDeltas(deltas => this.#waiting.push(...(run.tamper?.(deltas) ?? deltas)))
  }

  step(): string | null {
    const touched: Touched[] = []
    if (this.#random.chance(0.2)) this.#openOrClose()
    if (this.#random.chance(0.08)) touched.push(...this.#changeCoverage())
    this.#change()
    // Deltas may come late and several at once.
    if (this.#random.chance(0.3)) this.#change()
    touched.push(this.#graph.apply(this.#waiting, this.#cluster.now))
    this.#waiting = []
    if (this.#random.chance(0.3)) this.#cluster.now += this.#random.below(40_000)
    if (this.#run.standsStill !== true) touched.push(this.#graph.judgeAgain(this.#due(), this.#cluster.now))
    return this.#compare(touched)
  }

  #due(): readonly string[] {
    const { now } = this.#cluster
    return [...this.#graph.keys()].filter(key => (this.#graph.summary(key)?.recheckAt ?? Infinity) <= now)
  }

  #change(): void {
    const resource = this.#random.pick(WATCHED)
    const objects = Array.from({ length: 1 + this.#random.below(2) }, () => MAKERS[resource](this.#random))
    if (this.#random.chance(0.25)) this.#cluster.delete(resource, ...objects)
    else this.#cluster.set(resource, ...objects)
  }

  #changeCoverage(): readonly Touched[] {
    const resource: Resource = this.#random.pick(WATCHED)
    const namespace = resource === 'nodes' ? null : this.#random.pick([null, 'shop', 'pay'])
    const coverage = this.#random.pick(COVERAGES)
    this.#cluster.coverages.set(namespace === null ? resource : `${resource}/${namespace}`, coverage)
    return this.#run.hidesCoverage === true ? [] : [this.#graph.coverageChanged(resource, namespace)]
  }

  #openOrClose(): void {
    const key = randomServiceKey(this.#random)
    const at = this.#open.indexOf(key)
    if (at >= 0 && this.#random.chance(0.5)) {
      this.#open.splice(at, 1)
      this.#graph.close(key)
      return
    }
    this.#open.push(key)
    this.#graph.open(key)
  }

  #compare(touched: readonly Touched[]): string | null {
    const now = this.#buildAll()
    if (!isEqualKept([...this.#graph.keys()].toSorted(), [...now.keys()].toSorted())) return 'other Services'
    const keys = new Set([...now.keys(), ...this.#answers.keys()])
    const difference = [...keys].flatMap(key => this.#differences(key, now, touched))[0] ?? null
    this.#answers = now
    return difference
  }

  #differences(key: string, now: Answers, touched: readonly Touched[]): readonly string[] {
    const is = now.get(key)
    const was = this.#answers.get(key)
    const isOpen = this.#open.includes(key)
    const found: readonly (readonly [string, boolean])[] = [
      ['summary', isEqualKept(is?.summary ?? null, this.#summary(key))],
      ['graph', !isOpen || isEqualKept(is?.graph ?? null, this.#graph.graph(key) ?? null)],
      [
        'summary not touched',
        isEqualKept(is?.summary, was?.summary) || touched.some(({ summaries }) => summaries.has(key)),
      ],
      [
        'graph not touched',
        !isOpen || isEqualKept(is?.graph, was?.graph) || touched.some(({ graphs }) => graphs.has(key)),
      ],
    ]
    return found.filter(([, holds]) => !holds).map(([what]) => `${what} of ${key}`)
  }

  #summary(key: string): unknown {
    const summary = this.#graph.summary(key)
    return summary === undefined
      ? null
      : {
          summary,
          absent: this.#graph.absent(key),
          bare: this.#graph.summaryFor(key, 'both'),
          podless: this.#graph.summaryFor(key, 'pods'),
        }
  }

  #buildAll(): Answers {
    const { inputs, store } = this.#cluster
    return new Map(
      [...store.listers.services.list()].map(service => {
        const matched = podsOf(findLabelSets(service, store.listers), inputs)
        const absent = absentPods(service, matched, inputs)?.length ?? null
        const { summary } = summarize(service, inputs, () => matched)
        const { summary: bare } = summarize(service, hiding(inputs, 'both'), () => [])
        const { summary: podless } = summarize(service, hiding(inputs, 'pods'), () => [])
        return [
          objectKey(service),
          { summary: { summary, absent, bare, podless }, graph: buildServiceGraph(service, inputs) },
        ]
      }),
    )
  }
}
