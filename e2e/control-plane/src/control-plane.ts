import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Api, createApi } from './api.ts'
import { type ControlPlaneBuild, ensureControlPlaneBuilt } from './build.ts'
import { apiServerUrl, commandOf, type PartName, type Ports } from './commands.ts'
import { compactHistory } from './compact.ts'
import { Fence } from './fence.ts'
import { makeFolder } from './folder.ts'
import { kubeconfigPaths, writeKubeconfig } from './kubeconfig.ts'
import { type KubectlOptions, type KubectlResult, runKubectl } from './kubectl.ts'
import { Part } from './part.ts'
import { freePorts } from './ports.ts'
import { type ProxyAnswer, runProxyAnswers } from './proxy-answers.ts'
import { RetryLog } from './retry-log.ts'
import { grant, grantAll, revoke } from './rights.ts'
import { type SettledOptions, waitUntilSettled } from './settled.ts'
import { DEFAULT_PACE, type PodPace } from './stages.ts'
import { type BoundUser, makeTokens, type Tokens, USER_NAMES, type UserName, userName } from './users.ts'
import { GiveUp, waitFor } from './wait-for.ts'
import { fetchWorkQueues } from './work-queues.ts'

export type ControlPlaneOptions = {
  /** More flags for kube-apiserver, as `--goaway-chance=0.02` or `--etcd-compaction-interval=10s`. */
  readonly apiServerFlags?: readonly string[]
  readonly controllerManagerFlags?: readonly string[]
  /** Elect leaders, which leaves their Leases in kube-system; off by default, for who loses its lease ends. */
  readonly leaderElect?: boolean
  /** Start CoreDNS too. */
  readonly dns?: boolean
  readonly pace?: Partial<PodPace>
  /** The namespace of the user `oneNamespace`; it is made at the start. */
  readonly namespace?: string
  /** Gets lines about builds that take long. */
  readonly log?: (line: string) => void
}

/** A running control plane. Everything it has on disk stands in `folder`; its processes end when this process ends. */
export type ControlPlane = {
  readonly folder: string
  readonly url: string
  /** Certificate authority in PEM. */
  readonly ca: string
  readonly tokens: Tokens
  /** A kubeconfig file for each user. */
  readonly kubeconfig: Readonly<Record<UserName, string>>
  /** The API with the admin's token. */
  readonly api: Api
  /** The API with another user's token. */
  readonly apiAs: (user: UserName) => Api
  /** Address of CoreDNS for `dns.Resolver.setServers`; undefined unless it was asked for. */
  readonly dnsServer: string | undefined
  readonly kubectl: (arguments_: readonly string[], options?: KubectlOptions) => Promise<KubectlResult>
  /** What kube-proxy's own code decides for every node, family and Service port. */
  readonly proxyAnswers: () => Promise<readonly ProxyAnswer[]>
  /** SIGKILL; resolves when the process is gone. */
  readonly kill: (part: PartName) => Promise<void>
  /** Starts a part again (killing it first if it runs) on the same port with the same data; resolves when it serves. */
  readonly restart: (part: PartName) => Promise<void>
  /** SIGSTOP: from when it resolves, connections stay open and answer nothing until `resume`. */
  readonly pause: (part: PartName) => Promise<void>
  readonly resume: (part: PartName) => void
  /** Resolves when pods and controllers have come to rest. */
  readonly settled: (options?: SettledOptions) => Promise<void>
  /** Drops the history up to now: older continue tokens expire; so do older watches once the API server was restarted. */
  readonly compact: () => Promise<void>
  /** Takes a user's RoleBinding or ClusterRoleBinding away and waits until the API server refuses. */
  readonly revoke: (user: BoundUser) => Promise<void>
  /** Gives them back. */
  readonly grant: (user: BoundUser) => Promise<void>
  /** The last lines of every part's log. */
  readonly logs: (lines?: number) => string
  /** Ends all processes and removes the folder (unless it shall be kept). */
  readonly stop: (options?: { readonly keepFolder?: boolean }) => Promise<void>
}

/** Ports are looked for and then used: another process may take one in between. */
const START_ATTEMPTS = 4
const PORT_TAKEN = /address already in use/

/** Builds what is missing, then starts etcd, kube-apiserver, the controllers, the scheduler and the kubelet simulator. */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const build = await ensureControlPlaneBuilt({ log: options.log ?? (() => undefined) })
  for (let attempt = 1; ; attempt += 1) {
    const plane = await createPlane(build, options)
    try {
      await plane.start()
      return plane.face()
    } catch (error) {
      const logs = plane.logs()
      await plane.stop()
      if (!PORT_TAKEN.test(logs) || attempt === START_ATTEMPTS) {
        throw new Error(`the control plane did not start\n${logs}`, { cause: error })
      }
    }
  }
}

async function createPlane(build: ControlPlaneBuild, options: ControlPlaneOptions): Promise<Plane> {
  const [etcd = 0, etcdPeer = 0, apiServer = 0, controllerManager = 0, kwok = 0, dns = 0] = await freePorts(6)
  const ports = { etcd, etcdPeer, apiServer, controllerManager, kwok, dns }
  const tokens = makeTokens()
  const folder = await makeFolder({ ports, tokens, pace: { ...DEFAULT_PACE, ...options.pace } })
  return new Plane({ build, options, ports, tokens, folder })
}

type PlaneContext = {
  readonly build: ControlPlaneBuild
  readonly options: ControlPlaneOptions
  readonly ports: Ports
  readonly tokens: Tokens
  readonly folder: string
}

class Plane {
  readonly #context: PlaneContext
  readonly #parts: ReadonlyMap<PartName, Part>
  readonly #apis = new Map<UserName, Api>()
  #ca = ''
  readonly #retryLog: RetryLog
  #fence: Fence | undefined

  constructor(context: PlaneContext) {
    this.#context = context
    this.#retryLog = new RetryLog(join(context.folder, 'kube-controller-manager.log'))
    const names: readonly PartName[] = [
      'etcd',
      'kube-apiserver',
      'kube-controller-manager',
      'kube-scheduler',
      'kwok',
      ...(context.options.dns ? ['coredns' as const] : []),
    ]
    this.#parts = new Map(names.map(name => [name, this.#makePart(name)]))
  }

  async start(): Promise<void> {
    this.#part('etcd').start()
    this.#part('kube-apiserver').start()
    await this.#waitForCertificate()
    await this.#waitUntilServing('kube-apiserver')
    await this.#writeKubeconfigs()
    for (const part of this.#parts.values()) {
      if (!part.isRunning) {
        part.start()
      }
    }
    const admin = this.#api('admin')
    await admin.post('/api/v1/namespaces', { metadata: { name: this.#namespace } })
    await Promise.all([
      grantAll({ admin, namespace: this.#namespace }),
      ...[...this.#parts.keys()].map(name => this.#waitUntilServing(name)),
    ])
  }

  face(): ControlPlane {
    const { folder, ports, tokens, options } = this.#context
    const rights = { admin: this.#api('admin'), namespace: this.#namespace }
    return {
      folder,
      url: apiServerUrl(ports),
      ca: this.#ca,
      tokens,
      kubeconfig: kubeconfigPaths(folder),
      api: this.#api('admin'),
      apiAs: user => this.#api(user),
      dnsServer: options.dns ? `127.0.0.1:${ports.dns}` : undefined,
      kubectl: (arguments_, kubectlOptions) => this.#kubectl(arguments_, kubectlOptions),
      proxyAnswers: () => this.#proxyAnswers(),
      kill: name => this.#part(name).kill(),
      restart: name => this.#restart(name),
      pause: name => this.#part(name).pause(),
      resume: name => this.#part(name).resume(),
      settled: settledOptions => this.#settled(settledOptions),
      compact: () => compactHistory(ports.etcd),
      revoke: user => revoke(rights, user),
      grant: user => grant(rights, user),
      logs: lines => this.logs(lines),
      stop: ({ keepFolder = false } = {}) => this.stop(keepFolder),
    }
  }

  logs(lines = 30): string {
    return [...this.#parts.values()].map(part => `--- ${part.name}\n${part.tail(lines)}`).join('\n')
  }

  /** Clients of the API first, then the API, then its data: so that no log fills with refused connections. */
  async stop(keepFolder = false): Promise<void> {
    for (const api of this.#apis.values()) {
      api.close()
    }
    const [etcd, apiServer, ...clients] = this.#parts.values()
    await Promise.all(clients.map(part => part.kill()))
    await apiServer?.kill()
    await etcd?.kill()
    if (!keepFolder) {
      await rm(this.#context.folder, { recursive: true, force: true })
    }
  }

  get #namespace(): string {
    return this.#context.options.namespace ?? 'shop'
  }

  #makePart(name: PartName): Part {
    const { build, folder, ports, options } = this.#context
    const command = commandOf(name, {
      build,
      folder,
      ports,
      apiServerFlags: options.apiServerFlags ?? [],
      controllerManagerFlags: options.controllerManagerFlags ?? [],
      leaderElect: options.leaderElect ?? false,
    })
    return new Part(name, { ...command, keep: build.keep, folder, logFile: join(folder, `${name}.log`) })
  }

  #part(name: PartName): Part {
    const part = this.#parts.get(name)
    if (part === undefined) {
      throw new Error(`this control plane has no ${name}`)
    }
    return part
  }

  #api(user: UserName): Api {
    const known = this.#apis.get(user)
    if (known !== undefined) {
      return known
    }
    const { ports, tokens } = this.#context
    const api = createApi({ baseUrl: apiServerUrl(ports), ca: this.#ca, token: tokens[user] })
    this.#apis.set(user, api)
    return api
  }

  async #restart(name: PartName): Promise<void> {
    const part = this.#part(name)
    await part.kill()
    part.start()
    await this.#waitUntilServing(name)
  }

  async #settled(options: SettledOptions = {}): Promise<void> {
    const api = this.#api('admin')
    this.#fence ??= new Fence(api)
    const controllerManagerPort = this.#context.ports.controllerManager
    await waitUntilSettled({ api, fence: this.#fence, retryLog: this.#retryLog, controllerManagerPort }, options)
  }

  #kubectl(arguments_: readonly string[], options?: KubectlOptions): Promise<KubectlResult> {
    const { build, folder } = this.#context
    const context = { program: build.controlPlane, folder, kubeconfig: kubeconfigPaths(folder).admin }
    return runKubectl(context, arguments_, options)
  }

  async #proxyAnswers(): Promise<readonly ProxyAnswer[]> {
    const { build, folder } = this.#context
    return runProxyAnswers(build.controlPlane, kubeconfigPaths(folder).admin)
  }

  /**
   * The certificate that the API server makes is the authority of every kubeconfig. It writes the key after it (apiserver
   * pkg/server/options/serving.go): before that the certificate may still be empty.
   */
  async #waitForCertificate(): Promise<void> {
    const file = (ending: string) => readFile(join(this.#context.folder, 'certificates', `apiserver.${ending}`), 'utf8')
    this.#ca = await this.#waitFor('kube-apiserver', async () => {
      await file('key')
      return file('crt')
    })
  }

  async #waitUntilServing(name: PartName): Promise<void> {
    const { ports } = this.#context
    switch (name) {
      case 'kube-apiserver':
        await this.#waitFor(name, async () => (await this.#api('admin').raw('GET', '/readyz')).status === 200)
        return
      case 'kube-controller-manager':
        await this.#waitFor(name, async () => (await fetchWorkQueues(ports.controllerManager)).has('endpoint_slice'))
        return
      case 'kwok':
        await this.#waitFor(name, async () => (await fetch(`http://127.0.0.1:${ports.kwok}/healthz`)).ok)
        return
      case 'etcd':
      case 'kube-scheduler':
      case 'coredns':
        // No part talks to them before the parts above do, or each asks again until they answer.
        return
      default:
        name satisfies never
    }
  }

  #waitFor<T>(name: PartName, attempt: () => Promise<T | undefined | false>): Promise<T> {
    const part = this.#part(name)
    return waitFor(
      () => {
        if (!part.isRunning) {
          throw new GiveUp(new Error(`${name} ended\n${part.tail()}`))
        }
        return attempt()
      },
      { what: `${name} to serve` },
    )
  }

  async #writeKubeconfigs(): Promise<void> {
    const { folder, ports, tokens } = this.#context
    const paths = kubeconfigPaths(folder)
    await Promise.all(
      USER_NAMES.map(user => {
        const scope = user === 'oneNamespace' ? { namespace: this.#namespace } : {}
        const identity = { user: userName(user), token: tokens[user], ...scope }
        return writeKubeconfig(paths[user], { server: apiServerUrl(ports), ca: this.#ca, ...identity })
      }),
    )
  }
}
