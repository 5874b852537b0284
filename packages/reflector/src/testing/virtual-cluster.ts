import { ClusterStore, type Resource, RESOURCE_NAMES, RESOURCES } from '@slicescope/model'
import type { ClusterConnection } from '../connect-cluster.ts'
import type { FollowContext } from '../follow/scope-follower.ts'
import { AccessDesk } from '../follow/access.ts'
import { OnScreen } from '../follow/on-screen.ts'
import { ApiServer } from '../law/api-server.ts'
import { sampleObject } from '../law/sample-objects.ts'
import { seededRandom } from '../law/seeded-random.ts'
import { VirtualClock } from '../law/virtual-clock.ts'
import { createVirtualTransport } from '../law/virtual-transport.ts'
import { Revival } from '../revival.ts'
import { ServerTraits } from '../server-traits.ts'
import type { HttpVersion } from '../transport/dial.ts'
import type { ApiRequest, ApiResponse, Transport } from '../transport/transport.ts'

/** A cluster in virtual time: an API server for each scope, and rights that tests give and take. */
export class VirtualCluster {
  readonly clock = new VirtualClock()
  readonly store: ClusterStore
  readonly connection: ClusterConnection
  readonly context: FollowContext
  /** What was asked for, as `list services`, `watch pods in ns-1`, `review list nodes`, or a path. */
  readonly asked: string[] = []
  /** Whether a verb is allowed; scope as `pods` or `pods in ns-1`. */
  allows: (verb: string, scope: string) => boolean = () => true
  /** API groups of which no version is served. */
  readonly unknownGroups = new Set(['gateway.networking.k8s.io'])
  /** The API server cannot tell all rules of a namespace, as managed clusters. */
  hasIncompleteRules = false
  /** Reviews are answered with 429 and this many seconds of Retry-After. */
  busyFor: number | null = null
  /** Of all requests, reviews included. */
  readonly requestedAt: { readonly at: number; readonly resource: string }[] = []
  /** When reviews were asked for. */
  readonly reviewedAt: number[] = []
  /** Nothing answers what is asked. */
  isDown = false
  readonly #servers = new Map<string, ApiServer>()
  readonly #version: HttpVersion
  readonly #random = seededRandom(1)

  constructor(version: HttpVersion = 'h2') {
    this.#version = version
    this.store = new ClusterStore(() => this.clock.now())
    const transport: Transport = { version, request: request => this.#request(request), close: () => {} }
    const server = new URL('https://localhost')
    this.connection = { transport, server, isInsecure: false, retry: () => {}, fingerprint: async () => 'ca-1' }
    const onScreen = new OnScreen()
    const shared = {
      traits: new ServerTraits(),
      revival: new Revival(this.clock),
      onScreen,
      access: new AccessDesk({ connection: this.connection, clock: this.clock, onScreen }),
      counters: new Map(),
    }
    this.context = {
      connection: this.connection,
      store: this.store,
      clock: this.clock,
      random: this.#random,
      ...shared,
    }
  }

  /** The server of a scope, such as `services` or `pods in ns-1`. */
  server(scope: string): ApiServer {
    const known = this.#servers.get(scope)
    if (known !== undefined) return known
    const server = new ApiServer({ clock: this.clock, random: this.#random, version: this.#version, isSmooth: true })
    this.#servers.set(scope, server)
    return server
  }

  /** Writes an object by its key, `namespace/name` or `name`. */
  write(scope: string, key: string, revision = 1): void {
    const kind = scope.startsWith('nodes') || scope.startsWith('namespaces') ? 'nodes' : 'services'
    const uid = `uid of ${key}`
    const make = (resourceVersion: string) => sampleObject(kind, { key, uid, revision, resourceVersion })
    this.server(scope).state.write(key, make)
  }

  keys(resource: Resource): readonly string[] {
    const { listers } = this.store
    return [...listers[resource].list()].map(({ metadata }) => metadata.name).toSorted()
  }

  /** The phases that the watches were in, in order, as `services watching` or `pods in ns-1 forbidden`. */
  recordPhases(): readonly string[] {
    const phases: string[] = []
    this.store.subscribe(batch => {
      for (const entry of batch) {
        if (entry.type !== 'watch') continue
        const { resource, namespace, phase } = entry.watch
        const line = `${scopeName(resource, namespace)} ${phase}`
        if (phases.at(-1) !== line) phases.push(line)
      }
    })
    return phases
  }

  async #request(request: ApiRequest): Promise<ApiResponse> {
    this.requestedAt.push({ at: this.clock.now(), resource: request.path.split('/').at(-1) ?? '' })
    if (this.isDown) throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })
    if (request.review !== undefined) return this.#review(request)
    const scope = scopeOfPath(request.path)
    const verb = request.query?.['watch'] === undefined ? 'list' : 'watch'
    this.asked.push(scope === null ? request.path : `${verb} ${scope}`)
    const group = /^\/apis\/([^/]+)$/.exec(request.path)?.[1]
    if (group !== undefined) return json(this.unknownGroups.has(group) ? 404 : 200, {}, this.#version)
    if (scope === null) return json(200, { gitVersion: 'v1.37.2', metadata: { uid: 'uid-1' } }, this.#version)
    if (!this.allows(verb, scope)) return json(403, { code: 403, reason: 'Forbidden', message: 'no' }, this.#version)
    const { clock } = this
    const options = { server: this.server(scope), version: this.#version, clock, random: this.#random }
    return createVirtualTransport(options).request(request)
  }

  #rulesReview(namespace: string): ApiResponse {
    this.asked.push(`rules of ${namespace}`)
    const resourceRules = RESOURCE_NAMES.flatMap(resource =>
      ['list', 'watch']
        .filter(verb => this.allows(verb, `${resource} in ${namespace}`))
        .map(verb => ({ verbs: [verb], apiGroups: ['*'], resources: [resource] })),
    )
    return json(201, { status: { resourceRules, incomplete: this.hasIncompleteRules } }, this.#version)
  }

  async #review({ review = '' }: ApiRequest): Promise<ApiResponse> {
    const { kind, spec } = JSON.parse(review)
    this.reviewedAt.push(this.clock.now())
    if (this.busyFor !== null)
      return { ...json(429, {}, this.#version), headers: { 'retry-after': String(this.busyFor) } }
    if (kind === 'SelfSubjectRulesReview') return this.#rulesReview(spec.namespace)
    const { verb, resource, namespace } = spec.resourceAttributes
    const scope = scopeName(resource, namespace === '' ? null : namespace)
    this.asked.push(`review ${verb} ${scope}`)
    return json(201, { status: { allowed: this.allows(verb, scope) } }, this.#version)
  }
}

function scopeName(resource: Resource, namespace: string | null): string {
  return namespace === null ? resource : `${resource} in ${namespace}`
}

function scopeOfPath(path: string): string | null {
  const parts = path.split('/')
  const resource = parts.at(-1) ?? ''
  if (!Object.hasOwn(RESOURCES, resource)) return null
  return parts.at(-3) === 'namespaces' ? `${resource} in ${parts.at(-2)}` : resource
}

function json(status: number, value: object, version: HttpVersion): ApiResponse {
  const bytes = new TextEncoder().encode(JSON.stringify(value))
  const body = (async function* () {
    yield bytes
  })()
  return { status, headers: {}, version, body }
}
