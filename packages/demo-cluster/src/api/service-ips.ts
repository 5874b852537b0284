import type { RawService } from './raw-objects.ts'

const FIRST_NODE_PORT = 30_000
const NODE_PORTS = 2_768

/** The cluster IPs and node ports in use; hands out free ones. Ranges 10.96.0.0/16, fd00:96::/112 and 30000-32767. */
export class ServiceIps {
  readonly #random: () => number
  readonly #taken = new Set<string>()

  constructor(random: () => number) {
    this.#random = random
  }

  hold(service: RawService): void {
    for (const key of keysOf(service)) this.#taken.add(key)
  }

  release(service: RawService): void {
    for (const key of keysOf(service)) this.#taken.delete(key)
  }

  isTaken(ipOrNodePort: string | number): boolean {
    return this.#taken.has(String(ipOrNodePort))
  }

  freeIp(family: string): string {
    return this.#free(() => {
      const number = 10 + Math.floor(this.#random() * 65_500)
      return family === 'IPv6' ? `fd00:96::${number.toString(16)}` : `10.96.${number >> 8}.${number & 255}`
    })
  }

  freeNodePort(): number {
    return Number(this.#free(() => String(FIRST_NODE_PORT + Math.floor(this.#random() * NODE_PORTS))))
  }

  #free(draw: () => string): string {
    for (;;) {
      const drawn = draw()
      if (this.#taken.has(drawn)) continue
      this.#taken.add(drawn)
      return drawn
    }
  }
}

function keysOf({ spec }: RawService): readonly string[] {
  const nodePorts = (spec.ports ?? []).map(port => port.nodePort).filter(port => port !== undefined)
  return [...(spec.clusterIPs ?? []), ...nodePorts, ...(spec.healthCheckNodePort ? [spec.healthCheckNodePort] : [])]
    .map(String)
    .filter(key => key !== 'None' && key !== '')
}
