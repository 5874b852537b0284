import type { ServiceView } from '@slicescope/view'
import { aView, said, type SpecBackend } from '@slicescope/view/testing'

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789'

/** The end of a pod's name as Kubernetes makes them, the same for the same number. */
export function podSuffix(index: number): string {
  let [rest, suffix] = [(index * 7_919 + 104_729) % ALPHABET.length ** 5, '']
  for (let at = 0; at < 5; at += 1) {
    suffix += ALPHABET[rest % ALPHABET.length] ?? ''
    rest = Math.floor(rest / ALPHABET.length) + at * 3
  }
  return suffix
}

/** The outage that the mocks show: 244 backends in three zones, eu-1c lost, node-c06 not Ready, six terminating apart. */
export function zoneOutage(): ServiceView {
  const specs: SpecBackend[] = []
  const add = (spec: Omit<SpecBackend, 'name'>) => {
    specs.push({ name: `checkout-7d9f8b6c5-${podSuffix(specs.length)}`, ...spec })
  }
  const perNode = [11, 10, 12, 9, 11, 10, 11, 10]
  for (const [index, count] of perNode.entries())
    for (let at = 0; at < count; at += 1) add({ zone: 'eu-1a', node: `node-a0${index + 1}` })
  for (const [index, state] of (
    ['serving-terminating', 'serving-terminating', 'serving-terminating', 'terminating'] as const
  ).entries())
    add({ zone: 'eu-1a', node: `node-a0${[2, 4, 6, 8][index]}`, state })
  for (let at = 0; at < 78; at += 1) {
    const state = at === 20 ? 'serving-terminating' : at === 57 ? 'terminating' : 'ready'
    add({ zone: 'eu-1b', node: `node-b${String((at % 61) + 1).padStart(2, '0')}`, state })
  }
  for (const [index, count] of [10, 11, 9, 12, 10, 11, 11, 10].entries())
    for (let at = 0; at < count; at += 1)
      add({ zone: 'eu-1c', node: `node-c0${index + 1}`, state: 'not-ready', reason: 'ContainersNotReady' })
  const slices = ['checkout-7kq2x', 'checkout-p9d4m', 'checkout-p9d4m', 'checkout-zz81c', 'checkout-7kq2x']
  const backends = specs.map((spec, index) => ({
    ...spec,
    slices: [slices[index % slices.length] ?? 'checkout-7kq2x'],
  }))
  return aView({
    backends: [...backends],
    notReadyNodes: ['node-c06'],
    over: {
      verdict: {
        ...said('eu-1c lost all 84 backends at 03:11:19', '160 of 244 still ready'),
        severity: 'critical',
        since: { time: '2026-11-24T03:11:19Z', basis: 'recorded' },
      },
    },
  })
}

/** Evenly over zones and nodes; every `brokenEvery`-th is not ready. */
export function manyBackends(
  count: number,
  {
    zones,
    nodesPerZone,
    brokenEvery = 0,
  }: { zones: readonly (string | null)[]; nodesPerZone: number; brokenEvery?: number },
): ServiceView {
  const backends = Array.from({ length: count }, (_, index): SpecBackend => {
    const zone = zones[index % zones.length] ?? null
    const broken = brokenEvery > 0 && index % brokenEvery === brokenEvery - 1
    return {
      name: `checkout-7d9f8b6c5-${index.toString(36)}${podSuffix(index)}`.slice(0, 26),
      zone,
      node: `ip-10-0-${zones.indexOf(zone)}-${Math.floor(index / zones.length) % nodesPerZone}`,
      state: broken ? 'not-ready' : 'ready',
      slices: [`checkout-${podSuffix(Math.floor(index / 100))}`],
      ...(broken ? { reason: 'ContainersNotReady' } : {}),
    }
  })
  return aView({ backends })
}
