import { AccessDesk } from '../follow/access.ts'
import { OnScreen } from '../follow/on-screen.ts'
import { ClusterStore, type Entry, isEqualKept, objectKey, RESOURCES } from '@slicescope/model'
import type { Random } from '../clock.ts'
import { type FollowContext, ScopeFollower } from '../follow/scope-follower.ts'
import { Revival } from '../revival.ts'
import { ServerTraits } from '../server-traits.ts'
import type { HttpVersion } from '../transport/dial.ts'
import { ApiServer, NO_FAULTS } from './api-server.ts'
import { breakSomething } from './break-something.ts'
import { revisionOf, type SampledResource, sampleKey, sampleObject } from './sample-objects.ts'
import { between, pick, seededRandom } from './seeded-random.ts'
import { VirtualClock } from './virtual-clock.ts'
import { createVirtualTransport } from './virtual-transport.ts'

/** How long healing may take after the last fault: the longest wait (a refusal is doubted after 60 s), and a retry or two. */
const HEALING_MS = 600_000

/**
 * Law L4, every fault heals: after a random schedule of writes and faults the store equals the API server's objects.
 * Answers with what is wrong, nothing when the law holds. The same seed gives the same schedule.
 */
export async function runHealSchedule(seed: number): Promise<readonly string[]> {
  const schedule = new Schedule(seed)
  try {
    await schedule.play()
    return await schedule.judge()
  } finally {
    await schedule.stop()
  }
}

class Schedule {
  readonly #random: Random
  readonly #clock = new VirtualClock()
  readonly #resource: SampledResource
  readonly #server: ApiServer
  readonly #store: ClusterStore
  readonly #size: number
  readonly #wrong: string[] = []
  readonly #deletedUids = new Set<string>()
  readonly #stop = new AbortController()
  readonly #running: Promise<void>
  readonly #counters: FollowContext['counters']
  #revision = 0

  constructor(seed: number) {
    const random = seededRandom(seed)
    const clock = this.#clock
    const version = pick<HttpVersion>(random, ['h2', 'http/1.1'])
    this.#random = random
    this.#resource = pick<SampledResource>(random, ['services', 'pods', 'nodes'])
    this.#size = between(random, 5, 150)
    this.#server = new ApiServer({ clock, random, version })
    this.#server.faults.lacksWatchList = random() < 0.5
    for (let n = 0; n < this.#size; n += 1) this.#write(n)
    this.#store = new ClusterStore(() => clock.now())
    this.#store.subscribe(batch => batch.forEach(entry => this.#inspect(entry)))
    const transport = createVirtualTransport({ server: this.#server, version, clock, random })
    const connection = {
      transport,
      server: new URL('https://localhost'),
      isInsecure: false,
      retry: () => {},
      fingerprint: async () => '',
    }
    const counters: FollowContext['counters'] = new Map()
    this.#counters = counters
    const onScreen = new OnScreen()
    const access = new AccessDesk({ connection, clock, onScreen })
    const shared = { traits: new ServerTraits(), revival: new Revival(clock), onScreen, access, counters }
    const context = { connection, store: this.#store, clock, random, pageSize: between(random, 3, 60), ...shared }
    this.#running = new ScopeFollower(context, { resource: this.#resource, namespace: null }).run(this.#stop.signal)
  }

  async play(): Promise<void> {
    const random = this.#random
    for (let steps = between(random, 20, 80); steps > 0; steps -= 1) {
      if (random() < 0.6) this.#writeSome()
      if (random() < 0.5) breakSomething(this.#server, random)
      // From a moment to minutes, short ones as often as long ones.
      await this.#clock.advance(10 ** (1 + random() * 4))
    }
    // A fault on an object's last change cannot be healed by the next one.
    breakSomething(this.#server, random)
    this.#writeSome()
    await this.#clock.advance(between(random, 0, 1_000))
  }

  async judge(): Promise<readonly string[]> {
    const { lacksWatchList, forgetsInitialEnd } = this.#server.faults
    // Some servers are like that, and must do.
    Object.assign(this.#server.faults, { ...NO_FAULTS, lacksWatchList, forgetsInitialEnd })
    for (let waited = 0; waited < HEALING_MS && this.#differences().length > 0; waited += 5_000) {
      this.#server.flush()
      if (waited % 60_000 === 0) this.#server.bookmark()
      await this.#clock.advance(5_000)
    }
    for (const { counters } of this.#counters.values()) {
      if (counters.mismatches > 0) this.#wrong.push('a comparison had to correct what the watch had lost')
    }
    return [...new Set([...this.#wrong, ...this.#server.complaints, ...this.#differences()])]
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#clock.advance(1)
    await this.#running
  }

  #writeSome(): void {
    const random = this.#random
    const isBurst = random() < 0.3
    // Some objects change often, and often at once.
    const range = random() < 0.5 ? 3 : this.#size
    if (isBurst) this.#server.cork()
    for (let writes = between(random, 1, 12); writes > 0; writes -= 1) {
      const n = between(random, 0, range - 1)
      if (random() < 0.25) this.#remove(n)
      else this.#write(n)
    }
    if (isBurst) this.#server.flush()
  }

  #write(n: number): void {
    const key = sampleKey(this.#resource, n)
    const { state } = this.#server
    const known = state.get(key)
    this.#revision += 1
    const revision = this.#revision
    const uid = known !== undefined && 'uid' in known.metadata ? String(known.metadata.uid) : `uid-${revision}`
    state.write(key, resourceVersion => sampleObject(this.#resource, { key, uid, revision, resourceVersion }))
  }

  #remove(n: number): void {
    const key = sampleKey(this.#resource, n)
    const known = this.#server.state.get(key)
    if (known !== undefined && 'uid' in known.metadata) this.#deletedUids.add(String(known.metadata.uid))
    this.#server.state.remove(key)
  }

  /** What must hold at every moment, whatever the faults. */
  #inspect(entry: Entry): void {
    if (entry.type !== 'delta') return
    const { delta } = entry
    if (delta.resource !== 'services' && delta.resource !== 'pods' && delta.resource !== 'nodes') return
    const { uid, name } = delta.object.metadata
    if (delta.type === 'deleted' && !this.#deletedUids.has(uid)) this.#wrong.push(`${name} was taken for deleted`)
    if (delta.type !== 'updated') return
    if (revisionOf(delta.object) < revisionOf(delta.previous)) this.#wrong.push(`${name} went back to an older state`)
  }

  #differences(): readonly string[] {
    const { state } = this.#server
    const lister = this.#store.listers[this.#resource]
    const info = RESOURCES[this.#resource]
    const watch = this.#store.watches().find(({ resource }) => resource === this.#resource)
    const expected = new Map(
      state.objects().map(raw => {
        const object = info.keep(raw, this.#store.interner)
        return [objectKey(object), object]
      }),
    )
    const differing = [...expected].filter(([key, object]) => !isEqualKept(lister.get(key), object))
    const versions = state.objects().filter(({ metadata: { namespace, name, resourceVersion } }) => {
      const key = namespace === undefined ? name : `${namespace}/${name}`
      return this.#store.resourceVersion(this.#resource, key) !== resourceVersion
    })
    const extra = [...lister.list()].filter(object => !expected.has(objectKey(object)))
    return [
      ...differing.map(([key]) => `${key} is not as the API has it`),
      ...versions.map(({ metadata }) => `${metadata.name} has another resourceVersion than in the API`),
      ...extra.map(object => `${objectKey(object)} is no longer in the API`),
      ...(watch?.phase === 'watching' && watch.hasSynced ? [] : [`the watch is ${watch?.phase}: ${watch?.reason}`]),
    ]
  }
}
