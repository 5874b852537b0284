import type { Cluster } from './cluster.ts'
import { listAt, textAt } from './json.ts'
import type { RawObject } from './object-index.ts'
import { keyOf } from './views.ts'
import { WorkQueue } from './work-queue.ts'

/** A cloud's load balancers: Services of that type get an address after a while, from a range for documentation. */
export class LoadBalancers {
  readonly #cluster: Cluster
  readonly #queue: WorkQueue
  #given = 0

  constructor(cluster: Cluster) {
    this.#cluster = cluster
    const { clock, random } = cluster
    this.#queue = new WorkQueue({ clock, random, delay: [2000, 6000], sync: key => this.#sync(key) })
    cluster.on('services', service => service !== undefined && isWaiting(service) && this.#queue.add(keyOf(service)))
  }

  #sync(key: string): void {
    const service = this.#cluster.find('services', key)
    if (service === undefined || !isWaiting(service)) return
    this.#given = (this.#given % 254) + 1
    this.#cluster.events.record('Service', service, {
      type: 'Normal',
      reason: 'EnsuredLoadBalancer',
      message: 'Ensured load balancer',
      component: 'service-controller',
    })
    const ingress = [{ ip: `203.0.113.${this.#given}`, ipMode: 'VIP' }]
    this.#cluster.setStatus('services', service, { loadBalancer: { ingress } })
  }
}

function isWaiting(service: RawObject): boolean {
  const isOurs =
    textAt(service, 'spec', 'type') === 'LoadBalancer' && textAt(service, 'spec', 'loadBalancerClass') === undefined
  return isOurs && listAt(service, 'status', 'loadBalancer', 'ingress').length === 0
}
