import { isPodFinished, isPodTerminating } from '@slicescope/kubernetes'
import type { Pod } from '@slicescope/model'
import type { Case } from '../case.ts'
import { isNodeDown, isNodeSilent, nodesCommand, shownReady, zoneOf } from '../node-state.ts'
import { servicePods } from '../pod-trouble.ts'
import { byFrequency, troubleRule } from '../trouble-rule.ts'
import { leftWords } from '../lost-words.ts'
import type { Trouble } from '../trouble.ts'
import { count, listed } from '../words.ts'

/** More prove the same. */
const MOST_SHOWN = 3

/** [SC-D9] Their Node is not Ready: all of its pods are one finding, those too that are being deleted and cannot end there. */
export const nodeDown = troubleRule({
  code: 'SC-D9',
  title: 'Nodes are not Ready',
  alsoHelps: ['statefulsets'],
  losses: (troubles, c) => troubles.filter(trouble => !isPodTerminating(trouble.pod) || isAwaited(trouble, c)),
  words: (troubles, c) => {
    const nodes = byFrequency(troubles.map(({ what }) => what))
    const ending = troubles.filter(({ pod }) => isPodTerminating(pod))
    const isAll = ending.length === troubles.length
    return {
      // That pods flipped with their Node is seen in no field; that one cannot end where nothing answers is no guess.
      causeCertainty: isAll ? 'proven' : 'likely',
      lead: nodesWords(nodes, c),
      title: `${count(nodes.length, 'node')} not Ready with ${count(troubles.length, 'pod')} of the Service`,
      ...(isAll ? { facts: `${endingWords(ending)}; ${leftWords(c)}` } : {}),
      ...(isAll || ending.length === 0 ? {} : { more: endingWords(ending) }),
      evidence: nodes.slice(0, MOST_SHOWN).map(name => ({
        object: { kind: 'Node', namespace: null, name },
        field: 'status.conditions[Ready]',
        found: shownReady(c.read('nodes').get(name)),
        expected: 'True',
      })),
      remedy: isAll ? awayFrom(nodes[0] ?? '') : RETURN,
      ...(isAll ? { remedyClass: 'risky' } : {}),
      command: nodesCommand(nodes.slice(0, MOST_SHOWN)),
    }
  },
})

const RETURN =
  'Look at the node and its kubelet. Its pods stay bound to it until it returns, or until they are evicted (five minutes by default) and created again on other nodes.'

function awayFrom(node: string): string {
  return `Look at the machine first: when it returns, its kubelet ends the pods. If it is off for good: kubectl delete node ${node}. The control plane then removes its pods, and others are created; containers that still run there would run twice.`
}

/** Their controllers make another pod at once; nobody makes another of one without an owner. */
const ELSEWHERE: ReadonlySet<string> = new Set(['ReplicaSet', 'ReplicationController', 'Job', ''])

/** A pod that is being deleted is missed only where its place is still wanted, and no other pod can take it. */
function isAwaited({ pod }: Trouble, c: Case): boolean {
  const { kind = '', name = '' } = ownerOf(pod) ?? {}
  if (ELSEWHERE.has(kind)) return servicePods(c).every(own => isPodTerminating(own) || isPodFinished(own))
  const set = kind === 'StatefulSet' ? c.read('statefulsets').get(`${c.namespace}/${name}`) : undefined
  const ordinal = Number(/-(\d+)$/.exec(pod.metadata.name)?.[1] ?? 0)
  return set === undefined || ordinal < (set.spec.replicas ?? 1)
}

function ownerOf({ metadata }: Pod) {
  return metadata.ownerReferences.find(({ controller }) => controller === true)
}

/** "queue-0 cannot terminate there, and StatefulSet queue makes no other before it has" */
function endingWords(ending: readonly Trouble[]): string {
  const pods = listed(ending.map(({ pod }) => pod.metadata.name))
  const owners = byFrequency(
    ending.flatMap(({ pod }) => {
      const { kind = '', name = '' } = ownerOf(pod) ?? {}
      return ELSEWHERE.has(kind) ? [] : [`${kind} ${name}`]
    }),
  )
  const isOne = ending.length === 1
  const makes = owners.length === 1 ? 'makes' : 'make'
  return `${pods} cannot terminate there${owners.length === 0 ? '' : `, and ${listed(owners)} ${makes} no ${isOne ? 'other' : 'others'} before ${isOne ? 'it has' : 'they have'}`}`
}

/** The zone, where all of its Nodes are down and these are in no other; else the Nodes. */
function nodesWords(names: readonly string[], c: Case): string {
  const nodes = c.read('nodes')
  const known = names.map(name => nodes.get(name))
  const isSilent = known.every(node => node !== undefined && isNodeSilent(node))
  const zones = new Set(known.map(zoneOf))
  const [zone] = zones
  if (zones.size === 1 && zone !== null && zone !== undefined) {
    const all = nodes.byIndex('zone', zone)
    if (all.length > 1 && all.every(isNodeDown)) return `all nodes of zone ${zone} are not Ready`
  }
  if (names.length === 1) return `node ${names[0] ?? ''} ${isSilent ? 'does not answer' : 'is not Ready'}`
  return `nodes ${listed(names)} ${isSilent ? 'do not answer' : 'are not Ready'}`
}
