import type { Delta, Service } from '@slicescope/model'
import { selectorText } from '../words/words.ts'
import type { Seen } from './watched.ts'

type Spec = Service['spec']

/** Each field of the spec that decides who is behind it, and how its value reads. */
const FIELDS: Readonly<Record<string, (spec: Spec) => string>> = {
  selector: spec => selectorText(spec.selector) || 'none',
  ports: spec => spec.ports.map(portText).join(', ') || 'none',
  type: spec => spec.type ?? 'ClusterIP',
  externalName: spec => spec.externalName ?? 'none',
  internalTrafficPolicy: spec => spec.internalTrafficPolicy ?? 'Cluster',
  externalTrafficPolicy: spec => spec.externalTrafficPolicy ?? 'Cluster',
  trafficDistribution: spec => spec.trafficDistribution ?? 'none',
  publishNotReadyAddresses: spec => String(spec.publishNotReadyAddresses ?? false),
  sessionAffinity: spec => spec.sessionAffinity ?? 'None',
  ipFamilies: spec => spec.ipFamilies.join('+') || 'none',
}

export function seenOfService(delta: Delta<Service>): readonly Seen[] {
  if (delta.type === 'added') return []
  if (delta.type === 'deleted') return [{ type: 'service-deleted' }]
  const { previous, object } = delta
  if (previous.metadata.uid !== object.metadata.uid) return [{ type: 'service-deleted' }]
  return Object.entries(FIELDS).flatMap(([field, textOf]) => {
    const from = textOf(previous.spec)
    const to = textOf(object.spec)
    if (from === to) return []
    const selector = field === 'selector' ? { ...previous.spec.selector } : null
    return [{ type: 'service' as const, field, from, to, selector }]
  })
}

/** `http TCP 80 to 8080` */
function portText({ name = '', protocol = 'TCP', port, targetPort = port }: Spec['ports'][number]): string {
  return [name, protocol, `${port} to ${targetPort}`].filter(Boolean).join(' ')
}
