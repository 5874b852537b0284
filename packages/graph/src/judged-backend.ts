import type { Pod } from '@slicescope/model'
import type { Backend } from './backends.ts'
import type { Entry } from './entries.ts'
import type { Moment } from './inputs.ts'
import { isTerminating } from './is-terminating.ts'
import { type Progress, progressOf } from './progress.ts'
import { workloadOf } from './workload-shares.ts'

/** A backend with what is only known beside the others. */
export interface JudgedBackend extends Backend {
  /** It has a port, is ready for each that it has, and is a loss for none. */
  readonly ready: boolean
  /** Keys of the judged ports that it lacks and should have. */
  readonly lacks: readonly string[]
  /** Of one that no slice calls ready and that does not terminate; null for others, and where its pod is not known. */
  readonly progress: Progress | null
  /** See workloadOf; null where it was not asked for or is not known. */
  readonly workload: string | null
  /** Its slice's zone, else its Node's, else null. */
  readonly zone: string | null
  readonly nodeName: string | null
}

/** The zone that a Node's label tells; null where there is none or Nodes cannot be read. */
export type ZoneOfNode = (nodeName: string) => string | null

interface Context {
  /** Keys of the ports that the Service is judged by. */
  readonly ports: readonly string[]
  readonly zoneOfNode: ZoneOfNode
  readonly moment: Moment
  readonly namespace: string
  /** Keys of the workloads whose rollout is past its deadline. */
  readonly stuck: ReadonlySet<string>
  /** Ready backends count per workload, for there are several. */
  readonly needsWorkloads: boolean
}

export function judgeBackends(backends: readonly Backend[], context: Context): readonly JudgedBackend[] {
  const pods = new KnownPods(context)
  const lacking = lackedPorts(backends, context, pods)
  return backends.map(backend => {
    const lacks = lacking.get(backend.key) ?? []
    const states = [...backend.ports].filter(([port]) => context.ports.includes(port)).map(([, state]) => state)
    const needsPod = backend.state === 'not-ready'
    return {
      key: backend.key,
      state: backend.state,
      published: backend.published,
      entries: backend.entries,
      ports: backend.ports,
      lacks,
      ready: lacks.length === 0 && states.length > 0 && states.every(state => state === 'ready'),
      progress: needsPod ? progressOfBackend(backend, context, pods) : null,
      workload: context.needsWorkloads ? pods.workload(backend.key) : null,
      nodeName: first(backend.entries, ({ endpoint }) => endpoint.nodeName),
      zone: zoneOf(backend, context),
    }
  })
}

/** A slice may be ahead of the pods that are known: of one that is not there nothing is said. */
function progressOfBackend({ key }: Backend, { moment, stuck }: Context, pods: KnownPods): Progress | null {
  const pod = pods.get(key)
  if (pod === undefined) return null
  return progressOf(pod, { ...moment, isRolloutStuck: stuck.has(pods.workload(key) ?? '') })
}

function zoneOf({ entries }: Backend, { zoneOfNode }: Context): string | null {
  return (
    first(entries, ({ endpoint }) => endpoint.zone) ??
    first(entries, ({ endpoint }) => endpoint.nodeName && zoneOfNode(endpoint.nodeName))
  )
}

/** A backend without any of the ports lacks all; else it lacks those that others of its own workload have. */
function lackedPorts(
  backends: readonly Backend[],
  { ports }: Context,
  pods: KnownPods,
): ReadonlyMap<string, readonly string[]> {
  const lacking = backends.filter(backend => ports.some(port => !backend.ports.has(port)))
  if (lacking.length === 0) return new Map()
  const has = ({ ports: own }: Backend) => ports.filter(port => own.has(port))
  const byWorkload = new Map<string, Set<string>>()
  if (lacking.some(backend => has(backend).length > 0)) {
    for (const backend of backends) {
      const workload = isTerminating(backend.state) ? null : pods.workload(backend.key)
      if (workload === null) continue
      const served = byWorkload.get(workload) ?? new Set()
      byWorkload.set(workload, served)
      for (const port of has(backend)) served.add(port)
    }
  }
  return new Map(
    lacking.map(backend => {
      if (has(backend).length === 0) return [backend.key, ports]
      const served = byWorkload.get(pods.workload(backend.key) ?? '') ?? new Set()
      return [backend.key, ports.filter(port => served.has(port) && !backend.ports.has(port))]
    }),
  )
}

/** The pods behind backends, as far as they can be read, each looked up once. */
class KnownPods {
  readonly #context: Context
  readonly #isKnown: boolean
  readonly #workloads = new Map<string, string | null>()

  constructor(context: Context) {
    this.#context = context
    this.#isKnown = context.moment.coverage('pods', context.namespace) === 'known'
  }

  get(uid: string): Pod | undefined {
    return this.#isKnown ? this.#context.moment.listers.pods.byIndex('uid', uid)[0] : undefined
  }

  workload(uid: string): string | null {
    if (!this.#workloads.has(uid)) {
      const pod = this.get(uid)
      this.#workloads.set(uid, pod === undefined ? null : workloadOf(pod, this.#context.moment))
    }
    return this.#workloads.get(uid) ?? null
  }
}

/** The first value that is there; empty strings are none. */
function first(entries: readonly Entry[], valueOf: (entry: Entry) => string | null | undefined): string | null {
  for (const entry of entries) {
    const value = valueOf(entry)
    if (value) return value
  }
  return null
}

/** Whether it is on its way to its first Ready. */
export function isStarting({ progress }: Pick<JudgedBackend, 'progress'>): boolean {
  return progress?.kind === 'starting'
}
