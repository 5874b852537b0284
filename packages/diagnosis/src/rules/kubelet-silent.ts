import type { Case } from '../case.ts'
import { isExpired, KUBELET_LEASES, kubeletLease } from '../leases.ts'
import { byFrequency, troubleRule } from '../trouble-rule.ts'
import { count, listed } from '../words.ts'

/** [SC-D10] The kubelet of their Node renews its lease no more, while the Node still counts as Ready. */
export const kubeletSilent = troubleRule({
  code: 'SC-D10',
  title: 'Kubelets that stopped reporting',
  leases: KUBELET_LEASES,
  words: (troubles, c) => {
    const nodes = byFrequency(troubles.map(({ what }) => what))
    const [node = ''] = nodes
    const leases = expiredLeases(nodes, c)
    const who =
      nodes.length === 1
        ? `the kubelet of node ${node}, which has not renewed its lease`
        : `the kubelets of ${listed(nodes)}, which have not renewed their leases`
    return {
      causeCertainty: 'likely',
      lead: `${who} for more than ${Math.min(...leases.map(({ holdsMs }) => holdsMs)) / 1000} s`,
      title: `The kubelet of ${count(nodes.length, 'node')} stopped reporting`,
      evidence: leases.slice(0, 3).map(({ name, renewTime }) => ({
        object: { kind: 'Lease', ...kubeletLease(name) },
        field: 'spec.renewTime',
        found: `${renewTime} and not since`,
        expected: 'a time of the last 10 s',
      })),
      lost: 'without an address',
      remedy: 'Look at the kubelet of the node. Until it reports again, nothing that it says of its pods is news.',
      command: `get pods -o wide --field-selector spec.nodeName=${node}; kubectl -n ${KUBELET_LEASES} get lease ${node} -o jsonpath='{.spec.renewTime}'`,
    }
  },
})

function expiredLeases(nodes: readonly string[], c: Case) {
  return nodes.flatMap(name => {
    const lease = c.lease(kubeletLease(name))
    return isExpired(lease) ? [{ name, ...lease }] : []
  })
}
