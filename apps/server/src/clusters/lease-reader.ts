import type { Timers } from '@slicescope/answers'
import { type ClusterConnection, discardBody, readJson } from '@slicescope/reflector'
import type { LeaseAnswer, LeaseKey } from '@slicescope/model'
import { z } from 'zod'

/** A kubelet renews its lease every 10 s, and no other that is read more seldom. */
const PAUSE_MS = 10_000
/** More would be a load of its own where a whole zone is silent: 12 reads a minute. */
const MOST_AT_ONCE = 2
/** Rights rarely change sooner. */
const REFUSED_MS = 300_000
const LIMIT_MS = 10_000

interface Options {
  /** Those that a verdict hangs on now. */
  readonly wanted: () => readonly LeaseKey[]
  /** Null where no answer came. */
  readonly read: (key: LeaseKey) => Promise<LeaseAnswer | null>
  readonly onAnswer: (key: LeaseKey, answer: LeaseAnswer) => void
  readonly timers: Timers
}

/** Reads the Leases that a diagnosis asks for by GET, a few times a minute while they are asked for; never by a watch. */
export class LeaseReader {
  readonly #options: Options
  /** As the how many-th each was read last, by path. */
  readonly #read = new Map<string, number>()
  #reads = 0
  /** Until when a namespace is not asked again. */
  readonly #refused = new Map<string, number>()
  #cancel: (() => void) | null = null
  #isEnded = false

  constructor(options: Options) {
    this.#options = options
  }

  start(): void {
    this.#plan()
  }

  end(): void {
    this.#isEnded = true
    this.#cancel?.()
  }

  #plan(): void {
    if (!this.#isEnded) this.#cancel = this.#options.timers.after(PAUSE_MS, () => void this.#step())
  }

  async #step(): Promise<void> {
    const { wanted, timers } = this.#options
    const keys = wanted()
    const paths = new Set(keys.map(pathOf))
    for (const path of this.#read.keys()) if (!paths.has(path)) this.#read.delete(path)
    const due = keys
      .filter(({ namespace }) => (this.#refused.get(namespace) ?? -Infinity) <= timers.now())
      .toSorted((a, b) => (this.#read.get(pathOf(a)) ?? 0) - (this.#read.get(pathOf(b)) ?? 0))
    await Promise.all(due.slice(0, MOST_AT_ONCE).map(key => this.#readOne(key)))
    this.#plan()
  }

  async #readOne(key: LeaseKey): Promise<void> {
    const { read, onAnswer, timers } = this.#options
    this.#reads += 1
    this.#read.set(pathOf(key), this.#reads)
    const answer = await read(key)
    if (answer === null || this.#isEnded) return
    if (answer.state === 'forbidden') this.#refused.set(key.namespace, timers.now() + REFUSED_MS)
    onAnswer(key, answer)
  }
}

function pathOf({ namespace, name }: LeaseKey): string {
  return `/apis/coordination.k8s.io/v1/namespaces/${encodeURIComponent(namespace)}/leases/${encodeURIComponent(name)}`
}

/** Of the API server, or of a proxy before it. */
const REFUSALS: ReadonlyMap<number, LeaseAnswer> = new Map([
  [403, { state: 'forbidden' }],
  [404, { state: 'absent' }],
])

/** As a kubelet's, where a Lease does not say. */
const HOLDS_S = 40

const leaseSchema = z.object({
  spec: z.object({
    renewTime: z.string(),
    holderIdentity: z.string().nullish(),
    leaseDurationSeconds: z.number().nullish(),
  }),
})

function known({ spec }: z.infer<typeof leaseSchema>): LeaseAnswer {
  const { renewTime, holderIdentity, leaseDurationSeconds } = spec
  // Who gives a lease up leaves an empty name.
  const holder = holderIdentity ? holderIdentity : null
  return { state: 'known', renewTime, holder, holdsMs: (leaseDurationSeconds ?? HOLDS_S) * 1000 }
}

/** Never rejects: what comes of a Lease is no reason to end anything. */
export async function readLease(
  { transport }: ClusterConnection,
  key: LeaseKey,
  ending: AbortSignal,
): Promise<LeaseAnswer | null> {
  try {
    const signal = AbortSignal.any([ending, AbortSignal.timeout(LIMIT_MS)])
    const { status, body } = await transport.request({ path: pathOf(key), signal })
    if (status !== 200) {
      await discardBody(body)
      return REFUSALS.get(status) ?? null
    }
    const lease = leaseSchema.safeParse(await readJson(body))
    return lease.success ? known(lease.data) : null
  } catch {
    return null
  }
}
