import { isPodFinished, isPodTerminating } from '@slicescope/kubernetes'
import type { Pod } from '@slicescope/model'
import type { Case } from '../case.ts'
import { isNodeDown, isNodeSilent, nodesCommand, shownReady, zoneOf } from '../pods/node-state.ts'
import { servicePods } from '../pods/pod-trouble.ts'
import { kubectlAll } from '../words/refs.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { byFrequency, troubleRule } from '../pods/trouble-rule.ts'
import { leftWords } from '../words/lost-words.ts'
import type { Trouble } from '../pods/trouble.ts'
import { listed } from '../words/words.ts'

/** [SC-D9] Their Node is not Ready: all of its pods are one finding, those too that are being deleted and cannot end there. */
export const nodeDown = troubleRule({
  code: 'SC-D9',
  title: 'Node is not Ready',
  beganBy: ['nodes'],
  alsoHelps: ['statefulsets'],
  // One that is being deleted takes its place away from another for as long as its Node is silent.
  alsoArises: ({ pods }) => pods.some(({ deletionTimestamp }) => deletionTimestamp !== null),
  losses: (troubles, c) => troubles.filter(trouble => !isPodTerminating(trouble.pod) || isAwaited(trouble.pod, c)),
  words: (troubles, c) => {
    const nodes = byFrequency(troubles.map(({ what }) => what))
    const ending = troubles.filter(({ pod }) => isPodTerminating(pod))
    const isAll = ending.length === troubles.length
    const { lead, many, named } = nodesWords(nodes, c)
    return {
      // That pods flipped with their Node is seen in no field; that one cannot end where nothing answers is no guess.
      causeCertainty: isAll ? 'proven' : 'likely',
      lead,
      named,
      ...(isAll ? { facts: [...many, endingWords(ending), leftWords(c)].join('; ') } : {}),
      ...(isAll ? {} : { more: [...many, ...(ending.length === 0 ? [] : [endingWords(ending)])].join('; ') }),
      evidence: shownEvidence(nodes, name => ({
        object: { kind: 'Node', namespace: null, name },
        field: 'status.conditions[Ready]',
        found: shownReady(c.read('nodes').get(name)),
        expected: 'True',
      })).evidence,
      ...(isAll ? { detail: endingWords(ending) } : {}),
      ...(isAll ? removing(nodes[0] ?? '') : RETURN),
      kubectl: nodesCommand(nodes),
    }
  },
})

const RETURN = {
  remedy:
    'Check the kubelet of the node. Its pods stay bound to it until it returns, or until they are evicted (after 5 minutes by default).',
}

function removing(node: string) {
  return {
    remedy: `Check that the machine of node ${node} is off for good, then delete the Node object. This deletes its pods: containers that are still running there would run twice.`,
    remedyCommand: kubectlAll`delete node/${node}`,
    remedyClass: 'risky' as const,
  }
}

/** Their controllers create another pod at once; a pod without an owner is not replaced. */
const ELSEWHERE: ReadonlySet<string> = new Set(['ReplicaSet', 'ReplicationController', 'Job', ''])

/** A pod that is being deleted is missed only where its place is still wanted, and no other pod can take it. */
export function isAwaited(pod: Pod, c: Case): boolean {
  const { kind = '', name = '' } = ownerOf(pod) ?? {}
  if (ELSEWHERE.has(kind)) return servicePods(c).every(own => isPodTerminating(own) || isPodFinished(own))
  const set = kind === 'StatefulSet' ? c.read('statefulsets').get(`${c.namespace}/${name}`) : undefined
  const ordinal = Number(/-(\d+)$/.exec(pod.metadata.name)?.[1] ?? 0)
  return set === undefined || ordinal < (set.spec.replicas ?? 1)
}

function ownerOf({ metadata }: Pod) {
  return metadata.ownerReferences.find(({ controller }) => controller === true)
}

/** "queue-0 cannot terminate there, and StatefulSet queue creates no replacement before that" */
function endingWords(ending: readonly Trouble[]): string {
  const pods = listed(ending.map(({ pod }) => pod.metadata.name))
  const owners = byFrequency(
    ending.flatMap(({ pod }) => {
      const { kind = '', name = '' } = ownerOf(pod) ?? {}
      // What an operator's own kind does is its operator's to say.
      return kind === 'StatefulSet' ? [`${kind} ${name}`] : []
    }),
  )
  const makes = owners.length === 1 ? 'creates' : 'create'
  return `${pods} cannot terminate there${owners.length === 0 ? '' : `, and ${listed(owners)} ${makes} no replacement before that`}`
}

interface NodesWords {
  readonly lead: string
  readonly many: readonly string[]
  /** By the lead. */
  readonly named: readonly string[]
}

/** The zone, where all of its Nodes are down and these are in no other; else the Nodes, `many` by name in the facts. */
function nodesWords(names: readonly string[], c: Case): NodesWords {
  const nodes = c.read('nodes')
  const known = names.map(name => nodes.get(name))
  const isSilent = known.every(node => node !== undefined && isNodeSilent(node))
  const zones = new Set(known.map(zoneOf))
  const [zone] = zones
  if (zones.size === 1 && zone !== null && zone !== undefined) {
    const all = nodes.byIndex('zone', zone)
    if (all.length > 1 && all.every(isNodeDown))
      return { lead: `All nodes of zone ${zone} are down`, many: [`${all.length} nodes are not Ready`], named: [] }
  }
  if (names.length === 1)
    return { lead: `Node ${names[0] ?? ''} ${isSilent ? 'does not answer' : 'is not Ready'}`, many: [], named: names }
  return { lead: `Nodes ${isSilent ? 'do not answer' : 'are not Ready'}`, many: [`nodes ${listed(names)}`], named: [] }
}
