import type { Case } from '../case.ts'
import { commands } from '../words/command.ts'
import { isExpired, KUBELET_LEASES, kubeletLease } from '../slices/leases.ts'
import { kubectlIn, selecting } from '../words/refs.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { byFrequency, troubleRule } from '../pods/trouble-rule.ts'
import { listed } from '../words/words.ts'

/** [SC-D10] The kubelet of their Node stopped renewing its lease, while the Node still counts as Ready. */
export const kubeletSilent = troubleRule({
  code: 'SC-D10',
  title: 'Kubelet stopped reporting',
  leases: KUBELET_LEASES,
  words: (troubles, c) => {
    const nodes = byFrequency(troubles.map(({ what }) => what))
    const leases = expiredLeases(nodes, c)
    const seconds = Math.min(...leases.map(({ holdsMs }) => holdsMs)) / 1000
    return {
      causeCertainty: 'likely',
      lead: nodes.length === 1 ? `Kubelet of node ${listed(nodes)} stopped reporting` : 'Kubelets stopped reporting',
      more: `no lease renewal for more than ${seconds} s${nodes.length === 1 ? '' : ` on ${listed(nodes)}`}`,
      evidence: shownEvidence(leases, ({ name, renewTime }) => ({
        object: { kind: 'Lease', ...kubeletLease(name) },
        field: 'spec.renewTime',
        found: `${renewTime}, not renewed since`,
        expected: 'a time in the last 10 s',
      })).evidence,
      lost: 'without an address',
      remedy: 'Check the kubelet on the node, and treat the pod status from this node as stale.',
      kubectl: commands(
        kubectlIn(c)`get pods ${selecting(c)} -o wide`,
        kubectlIn(
          KUBELET_LEASES,
        )`get ${nodes.map(name => `lease/${name}`)} -o custom-columns=NODE:.metadata.name,RENEWED:.spec.renewTime`,
      ),
    }
  },
})

function expiredLeases(nodes: readonly string[], c: Case) {
  return nodes.flatMap(name => {
    const lease = c.lease(kubeletLease(name))
    return isExpired(lease) ? [{ name, ...lease }] : []
  })
}
