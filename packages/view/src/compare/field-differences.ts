import { visible } from '@slicescope/diagnosis/visible'
import type { Comparison } from '../schema/comparison.ts'
import type { ServiceInfo } from '../schema/service-view.ts'

type FieldDifference = Comparison['fields'][number]

/** How each field of the Service that decides who is behind it is written. */
const TEXTS: readonly (readonly [field: string, text: (service: ServiceInfo) => string])[] = [
  ['type', ({ type }) => type],
  ['selector', ({ selector }) => labelsText(selector)],
  ['ports', ({ ports }) => ports.map(portText).join(', ')],
  ['clusterIPs', ({ clusterIPs }) => clusterIPs.join(', ')],
  ['externalName', ({ externalName }) => externalName ?? ''],
  ['ipFamilies', ({ ipFamilies }) => ipFamilies.join(', ')],
  ['publishNotReadyAddresses', ({ publishNotReadyAddresses }) => String(publishNotReadyAddresses)],
  ['internalTrafficPolicy', ({ internalTrafficPolicy }) => internalTrafficPolicy],
  ['externalTrafficPolicy', ({ externalTrafficPolicy }) => externalTrafficPolicy ?? ''],
  ['trafficDistribution', ({ trafficDistribution }) => trafficDistribution ?? ''],
  ['sessionAffinity', ({ sessionAffinity }) => sessionAffinity],
]

/** The fields that differ; none where one of both does not exist. */
export function fieldDifferences(then: ServiceInfo | null, now: ServiceInfo | null): readonly FieldDifference[] {
  if (then === null || now === null) return []
  return TEXTS.flatMap(([field, text]) => {
    const [from, to] = [text(then), text(now)]
    return from === to ? [] : [{ field, from: shown(from), to: shown(to) }]
  })
}

function shown(text: string): string {
  return text === '' ? '(none)' : visible(text)
}

function labelsText(labels: ServiceInfo['selector']): string {
  return Object.entries(labels)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join(',')
}

function portText({ name, protocol, port, targetPort }: ServiceInfo['ports'][number]): string {
  return `${name === '' ? '' : `${name} `}${port}/${protocol} to ${targetPort}`
}
