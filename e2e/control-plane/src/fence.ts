import { type Api, ApiError } from './api.ts'
import type { Json, KubeList, KubeObject } from './kube-types.ts'
import { waitFor } from './wait-for.ts'

const NAMESPACE = 'control-plane-fence'
const LABEL = 'fence'
const PODS = `/api/v1/namespaces/${NAMESPACE}/pods`
const SERVICES = `/api/v1/namespaces/${NAMESPACE}/services`
const SLICES = `/apis/discovery.k8s.io/v1/namespaces/${NAMESPACE}/endpointslices`

type Slice = KubeObject & { readonly endpoints: readonly { readonly addresses: readonly string[] }[] | null }

/**
 * A Service with one pod, in a namespace of its own. When first a change of the pod and then one of the Service has
 * come out in its slice, the EndpointSlice controller has been told of every change of pods and Services before.
 */
export class Fence {
  readonly #api: Api
  #round = 0
  #exists = false

  constructor(api: Api) {
    this.#api = api
  }

  /** Resolves when the EndpointSlice controller has been told everything that happened before the call. */
  async pass(timeoutMs: number): Promise<void> {
    if (!this.#exists) {
      await this.#make()
      this.#exists = true
    }
    this.#round += 1
    const round = String(this.#round)
    const address = `198.18.${(this.#round >> 8) & 255}.${this.#round & 255}`
    await this.#api.patch(`${PODS}/fence/status`, { status: { podIP: address, podIPs: [{ ip: address }] } })
    await this.#waitForSlice(
      slice => slice.endpoints?.some(endpoint => endpoint.addresses.includes(address)),
      timeoutMs,
    )
    await this.#api.patch(`${SERVICES}/fence`, { metadata: { labels: { [LABEL]: round } } })
    await this.#waitForSlice(slice => slice.metadata.labels?.[LABEL] === round, timeoutMs)
  }

  async #waitForSlice(hasCome: (slice: Slice) => boolean | undefined, timeoutMs: number): Promise<void> {
    await waitFor(
      async () => {
        const { items } = await this.#api.get<KubeList<Slice>>(SLICES)
        return items.some(hasCome)
      },
      { what: 'the EndpointSlice controller to hear the latest changes', timeoutMs, everyMs: 10 },
    )
  }

  async #make(): Promise<void> {
    const labels = { app: 'fence' }
    await this.#create('/api/v1/namespaces', { metadata: { name: NAMESPACE } })
    await this.#create(SERVICES, {
      metadata: { name: 'fence', labels },
      // Published although its pod is not Ready and its node does not exist.
      spec: { clusterIP: 'None', selector: labels, publishNotReadyAddresses: true, ports: [{ port: 80 }] },
    })
    await this.#create(PODS, {
      metadata: { name: 'fence', labels },
      spec: { nodeName: 'fence', containers: [{ name: 'fence', image: 'none' }] },
    })
  }

  async #create(path: string, body: Json): Promise<void> {
    await this.#api.post(path, body).catch(error => {
      if (!(error instanceof ApiError && error.status === 409)) {
        throw error
      }
    })
  }
}
