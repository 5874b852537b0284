import { isPodFinished } from '@slicescope/kubernetes'
import type { Pod } from '@slicescope/model'
import { hasEndpoints } from '../arises.ts'
import { commands } from '../words/command.ts'
import { bareWords, localNodes } from '../selectors/local-policy.ts'
import { kubectlAll, serviceRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { getSlices } from '../slices/slices.ts'

/** [SC-E5] Under a policy Local the clients of a node without a ready endpoint get no answer. */
export const internalLocal: Rule = {
  code: 'SC-E5',
  title: 'Traffic policy Local and nodes without endpoints',
  inputs: ['nodes', 'pods'],
  arises: graph => hasEndpoints(graph) && !graph.summary.headless && isLocal(graph),
  find: c => {
    const isInternal = c.facts.internalTrafficPolicy === 'Local'
    const field = isInternal ? 'internalTrafficPolicy' : 'externalTrafficPolicy'
    const { served, bare } = localNodes(c)
    if (bare.length === 0 || (c.graph.summary.counts?.ready ?? 0) === 0) return null
    // From outside any node may be asked; from within there are clients only where pods run.
    const pods = c.read('pods')
    const clients = isInternal ? bare.filter(name => pods.byIndex('nodeName', name).some(isClient)) : bare
    const lacking = clients.length > 0 ? clients : bare
    const isNobody = served.size === 0
    return {
      severity: isNobody ? 'critical' : isInternal && clients.length > 0 ? 'warning' : 'info',
      certainty: 'proven',
      causeCertainty: isInternal || isNobody ? 'proven' : 'hint',
      subject: serviceRef(c),
      lead: `${field} Local ${isNobody ? 'serves no node' : 'leaves nodes out'}`,
      ...(isInternal || isNobody ? {} : { guess: 'clients use a node without a ready endpoint' }),
      facts: isNobody
        ? 'no ready endpoint runs on a known node, so no client gets an answer'
        : `${bareWords(bare, served.size + bare.length)} ${bare.length === 1 ? 'has' : 'have'} no ready endpoint, and ${isInternal ? internalWords(bare, clients) : `${bare.length === 1 ? 'answers' : 'answer'} no external client`}`,
      evidence: [
        {
          object: serviceRef(c),
          field: `spec.${field}`,
          found: 'Local',
          expected: 'Cluster, or an endpoint on each node',
        },
        ...lacking.slice(0, 3).map(name => ({
          object: { kind: 'Node', namespace: null, name },
          field: 'ready endpoints',
          found: '0',
          expected: '1 or more',
        })),
      ],
      kubectl: commands(
        getSlices(
          c,
          '-o',
          'custom-columns=SLICE:.metadata.name,ADDRESSES:.endpoints[*].addresses[0],NODES:.endpoints[*].nodeName',
        ),
        kubectlAll`get nodes -o name`,
      ),
      remedy: `Check whether ${field} Local is intended: it keeps traffic on the node of the client.`,
      remedyClass: 'look',
      explains: isNobody ? 1 : 0,
    }
  },
}

function internalWords(bare: readonly string[], clients: readonly string[]): string {
  const there = bare.length === 1 ? 'there' : 'on them'
  if (clients.length === 0) return `clients ${there} would get no answer; no pod runs ${there}`
  const who =
    clients.length === bare.length ? '' : `; ${clients.length} of them ${clients.length === 1 ? 'runs' : 'run'} pods`
  return `clients ${there} get no answer${who}`
}

/** A load balancer with externalTrafficPolicy Local leaves empty nodes out: see SC-E14b. */
function isLocal({ service }: Parameters<Rule['arises']>[0]): boolean {
  return (
    service.internalTrafficPolicy === 'Local' ||
    (service.type === 'NodePort' && service.externalTrafficPolicy === 'Local')
  )
}

/** A pod that has ended asks for nothing. */
function isClient(pod: Pod): boolean {
  return !isPodFinished(pod)
}
