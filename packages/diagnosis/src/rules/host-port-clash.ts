import { isPodFinished, isPodTerminating } from '@slicescope/kubernetes'
import type { Pod } from '@slicescope/model'
import { hasEndpoints } from '../arises.ts'
import { matchedPods } from '../pods/matched-pods.ts'
import { portsOf } from '../pods/named-ports.ts'
import { kubectlIn, podRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { count } from '../words/words.ts'

/** [SC-E12a] Several hostNetwork pods on one Node want the same port: one of them answers for all. */
export const hostPortClash: Rule = {
  code: 'SC-E12a',
  title: 'hostNetwork pods with the same port',
  inputs: ['pods'],
  arises: hasEndpoints,
  find: c => {
    const pods = matchedPods(c).filter(
      pod => pod.spec.hostNetwork === true && !isPodFinished(pod) && !isPodTerminating(pod),
    )
    const [clash] = [...Map.groupBy(pods.flatMap(claimsOf), ({ key }) => key).values()].filter(own => own.length > 1)
    const [first] = clash ?? []
    if (clash === undefined || first === undefined) return null
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'hint',
      subject: podRef(first.pod),
      lead: 'hostNetwork pods share a port',
      guess: 'only one of them can listen on the port',
      facts: `${count(clash.length, 'hostNetwork pod')} of the Service ${clash.length === 1 ? 'uses' : 'use'} ${first.place}`,
      ...shownEvidence(clash, ({ pod, place }) => ({
        object: podRef(pod),
        field: 'spec.containers[*].ports',
        found: place,
        expected: 'a port of its own on that node',
      })),
      kubectl: kubectlIn(
        c,
      )`get pods --field-selector spec.nodeName=${first.pod.spec.nodeName ?? ''} -o custom-columns=NAME:.metadata.name,NODE:.spec.nodeName,HOST:.spec.hostNetwork,PORTS:.spec.containers[*].ports[*].containerPort`,
      remedy: 'Check which of these pods listens on the port of the node.',
      remedyClass: 'look',
    }
  },
}

interface Claim {
  readonly pod: Pod
  readonly place: string
  readonly key: string
}

/** Once a port and protocol, whichever of its containers declares it; none of a pod that waits for a Node. */
function claimsOf(pod: Pod): readonly Claim[] {
  const { nodeName = '' } = pod.spec
  if (nodeName === '') return []
  const claims = portsOf(pod).map(({ containerPort, protocol = 'TCP' }) => {
    const place = `${nodeName}:${containerPort}`
    return [`${place}/${protocol}`, place] as const
  })
  return [...new Map(claims)].map(([key, place]) => ({ pod, place, key }))
}
