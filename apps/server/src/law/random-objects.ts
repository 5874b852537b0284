import type { Random } from '@slicescope/model/random'

type Raw = Readonly<Record<string, unknown>>

export const NAMESPACES = ['a', 'b'] as const
const SERVICES = ['cart', 'web', 'search'] as const
const ZONES = ['eu-1a', 'eu-1b', undefined] as const
const TRUTHS = [true, true, true, false, undefined] as const
const PODS = 8

/** `namespace/name` of one of the few Services that come and go. */
export function randomKey(random: Random): string {
  return `${random.pick(NAMESPACES)}/${random.pick(SERVICES)}`
}

export function randomService(random: Random): Raw {
  const [namespace, name] = [random.pick(NAMESPACES), random.pick(SERVICES)]
  return {
    metadata: {
      namespace,
      name,
      uid: `${namespace}-${name}-${random.below(2)}`,
      labels: { round: `${random.below(9)}` },
    },
    spec: {
      clusterIP: random.chance(0.15) ? 'None' : '10.96.0.1',
      ipFamilies: ['IPv4'],
      ...(random.chance(0.85) ? { selector: { app: name } } : {}),
      ports: [{ name: 'http', port: 80, targetPort: 8080 }],
    },
  }
}

export function randomSlice(random: Random): Raw {
  const [namespace, service] = [random.pick(NAMESPACES), random.pick(SERVICES)]
  const name = `${service}-${random.below(3)}`
  return {
    metadata: { namespace, name, uid: `${namespace}-${name}`, labels: { 'kubernetes.io/service-name': service } },
    addressType: 'IPv4',
    ports: [{ name: random.chance(0.9) ? 'http' : 'other', port: 8080 }],
    endpoints: Array.from({ length: random.below(6) }, () => randomEndpoint(random, { namespace, service })),
  }
}

interface Owner {
  readonly namespace: string
  readonly service: string
}

/** Of few addresses, so that some stand twice. */
function randomEndpoint(random: Random, { namespace, service }: Owner): Raw {
  const number = random.below(PODS)
  const name = `${service}-${number}`
  const zone = random.pick(ZONES)
  return {
    addresses: [`10.0.0.${number}`],
    conditions: {
      ready: random.pick(TRUTHS),
      serving: random.pick(TRUTHS),
      terminating: random.chance(0.15) ? true : undefined,
    },
    nodeName: `node-${random.below(3)}`,
    ...(zone === undefined ? {} : { zone }),
    targetRef: { kind: 'Pod', namespace, name, uid: `${namespace}-${name}` },
  }
}

export function randomPod(random: Random): Raw {
  const [namespace, app, number] = [random.pick(NAMESPACES), random.pick(SERVICES), random.below(PODS)]
  const name = `${app}-${number}`
  return {
    metadata: {
      namespace,
      name,
      uid: `${namespace}-${name}`,
      labels: { app },
      creationTimestamp: `2026-01-01T00:00:0${number}Z`,
    },
    spec: { nodeName: `node-${random.below(3)}`, containers: [] },
    status: {
      phase: random.chance(0.8) ? 'Running' : 'Failed',
      podIPs: [{ ip: `10.0.0.${number}` }],
      conditions: [{ type: 'Ready', status: random.chance(0.8) ? 'True' : 'False' }],
    },
  }
}

export function randomNode(random: Random): Raw {
  const name = `node-${random.below(3)}`
  const zone = random.pick(ZONES)
  return {
    metadata: { name, uid: name, labels: zone === undefined ? {} : { 'topology.kubernetes.io/zone': zone } },
    status: { conditions: [{ type: 'Ready', status: random.chance(0.8) ? 'True' : 'False' }] },
  }
}
