import { request } from 'node:https'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type ApiTarget,
  createApi,
  makeNamespace,
  makeService,
  makeSlice,
  startControlPlane,
} from '@slicescope/control-plane'
import { createStorage, startApiServer } from '@slicescope/demo-cluster'
import { createRealKubectl } from '../real-kubectl.ts'
import { type SlicescopeProcess, startSlicescope } from '../slicescope-process.ts'
import { now } from './page-probe.ts'

const ENDPOINTS = 60
const SLICE = '/apis/discovery.k8s.io/v1/namespaces/live/endpointslices/web-1'

/** A cluster with one Service of hand-made endpoints, Slicescope over it, and those who are measured beside it. */
export interface LiveTarget {
  readonly slicescope: SlicescopeProcess
  readonly slug: string
  /** What tells the floor, in words. */
  readonly floor: string
  /** Flips the readiness of one endpoint; answers when the bare watch and when the floor told of it. */
  change(): Promise<readonly [event: number, line: number]>
  stop(): Promise<void>
}

interface Cluster {
  readonly target: ApiTarget
  readonly kubeconfig: string
  readonly stop: () => Promise<void>
}

/** On the real control plane where there is Go to build it, else on the embedded one. */
export async function startLiveTarget(hasGo: boolean): Promise<LiveTarget> {
  const cluster = hasGo ? await startReal() : await startEmbedded()
  const { target, kubeconfig } = cluster
  const api = createApi(target)
  await makeNamespace(api, 'live')
  await makeService(api, { namespace: 'live', name: 'web', selector: null })
  const isReady = Array.from({ length: ENDPOINTS }, () => true)
  await makeSlice(api, { namespace: 'live', name: 'web-1', service: 'web', endpoints: endpoints(isReady) })
  const slicescope = await startSlicescope({ args: ['--kubeconfig', kubeconfig] })
  const { clusters } = await (await slicescope.get('/api/clusters')).json()
  const watch = await openBareWatch(target)
  const kubectl = hasGo ? await createRealKubectl(kubeconfig) : undefined
  const line = kubectl?.follow(['get', 'endpointslices', '-w', '-n', 'live'])
  await line?.find(text => text.startsWith('web-1'))
  const told = new Teller()
  line?.onLine(() => told.tell())
  let at = 0
  return {
    slicescope,
    slug: clusters[0].slug,
    floor: hasGo ? "kubectl get -w's line" : 'the bare watch',
    change: async () => {
      isReady[at] = isReady[at] !== true
      at = (at + 7) % ENDPOINTS
      const event = watch.teller.next()
      const inLine = kubectl === undefined ? event : told.next()
      await api.patch(SLICE, { endpoints: endpoints(isReady) })
      return Promise.all([event, inLine])
    },
    stop: async () => {
      watch.close()
      await kubectl?.stop()
      await slicescope.stop()
      api.close()
      await cluster.stop()
    },
  }
}

function endpoints(isReady: readonly boolean[]) {
  return isReady.map((ready, index) => ({
    addresses: [`10.1.0.${index + 1}`],
    conditions: { ready },
    zone: `zone-${(index % 3) + 1}`,
  }))
}

async function startReal(): Promise<Cluster> {
  const plane = await startControlPlane({ log: text => process.stderr.write(`${text}\n`) })
  const { url, ca, tokens, kubeconfig } = plane
  return { target: { baseUrl: url, ca, token: tokens.admin }, kubeconfig: kubeconfig.admin, stop: () => plane.stop() }
}

async function startEmbedded(): Promise<Cluster> {
  const storage = createStorage({ now: Date.now, random: Math.random })
  const server = await startApiServer({ storage })
  const folder = await mkdtemp(join(tmpdir(), 'slicescope-bench-'))
  const kubeconfig = join(folder, 'kubeconfig')
  await server.writeKubeconfig(kubeconfig)
  return {
    target: { baseUrl: server.url, ca: server.ca, token: server.tokenOf('admin') },
    kubeconfig,
    stop: async () => {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Says when something was told next. */
class Teller {
  #waiting: ((at: number) => void) | undefined

  next(): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<number>()
    this.#waiting = resolve
    return promise
  }

  tell(): void {
    this.#waiting?.(now())
    this.#waiting = undefined
  }
}

/** A watch with nothing behind it, open from now on. */
async function openBareWatch({ baseUrl, ca, token }: ApiTarget) {
  const teller = new Teller()
  const { promise: opened, resolve, reject } = Promise.withResolvers<void>()
  const path = '/apis/discovery.k8s.io/v1/namespaces/live/endpointslices?watch=1'
  const call = request(new URL(path, baseUrl), {
    ca,
    agent: false,
    headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
  })
  call.on('error', reject)
  call.on('response', answer => {
    if (answer.statusCode !== 200) reject(new Error(`the watch was answered with ${answer.statusCode}`))
    // Without a version it first tells of the one slice that is there.
    answer.on('data', chunk => {
      if (!String(chunk).endsWith('\n')) return
      resolve()
      teller.tell()
    })
  })
  call.end()
  await opened
  return { teller, close: () => call.destroy() }
}
