import type { ServiceView, TrafficPort } from '@slicescope/view'

/** Keys of the backends that answer on any of these ports inside the cluster. */
export function answeredBackends(view: ServiceView, ports: readonly TrafficPort[]): ReadonlySet<string> {
  const addresses = new Set(
    ports
      .flatMap(({ internal }) => (internal !== null && 'answers' in internal ? internal.answers : []))
      .map(addressOf),
  )
  return new Set(view.endpoints.filter(({ address }) => addresses.has(address)).map(({ backend }) => backend))
}

/** Without the port: of `10.0.0.1:80` and `[fd00::1]:80`. */
function addressOf(answer: string): string {
  return answer.slice(0, answer.lastIndexOf(':')).replace(/^\[(.*)\]$/, '$1')
}
