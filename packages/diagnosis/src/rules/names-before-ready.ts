import { isPodReady, isPodTerminating } from '@slicescope/kubernetes'
import type { Pod, StatefulSet } from '@slicescope/model'
import { hasSelector } from '../arises.ts'
import type { Case } from '../case.ts'
import { commands } from '../words/command.ts'
import { hasLoss } from '../losses/loss.ts'
import { matchedPods } from '../pods/matched-pods.ts'
import { TROUBLE_INPUTS, troublesOf } from '../pods/pod-trouble.ts'
import { kubectlIn, podRef, selecting, serviceRef } from '../words/refs.ts'
import type { Draft, Rule } from '../rule.ts'
import { namedPods, setOf, setOfName } from '../pods/stateful-pods.ts'
import type { TroubleCode } from '../pods/trouble.ts'
import { count, listed } from '../words/words.ts'

/** [SC-F5] Pods that are not Ready have no names, and their peers may need these to become Ready; or are made only then. */
export const namesBeforeReady: Rule = {
  code: 'SC-F5',
  title: 'Peers wait for DNS names',
  inputs: TROUBLE_INPUTS.inputs,
  helps: [...TROUBLE_INPUTS.helps, 'statefulsets'],
  arises: graph => hasSelector(graph) && hasLoss(graph),
  find: c => {
    const pods = namedPods(c).filter(
      pod => pod.spec.subdomain === c.facts.name && !isPodReady(pod) && !isPodTerminating(pod) && mayWait(pod, c),
    )
    const [first] = pods
    if (first === undefined) return null
    const held = heldBy(first, c)
    if (held !== null) return circleOf(c, first, held)
    return c.facts.headless && !c.facts.publishNotReadyAddresses ? waiting(c, pods) : null
  },
}

/** What keeps a pod that runs from being Ready; all else is no wait for names. */
const WAITS: readonly TroubleCode[] = ['SC-D3', 'SC-D4', 'SC-G23']

function mayWait(pod: Pod, c: Case): boolean {
  const troubles = troublesOf(c)
  return WAITS.some(code => (troubles.get(code) ?? []).some(trouble => trouble.pod.metadata.uid === pod.metadata.uid))
}

function isProbed(pod: Pod, c: Case): boolean {
  return (troublesOf(c).get('SC-D4') ?? []).some(trouble => trouble.pod === pod)
}

interface Held {
  readonly set: StatefulSet
  /** Names of the pods that its StatefulSet makes only once it is Ready. */
  readonly later: readonly string[]
}

/** An OrderedReady StatefulSet makes the next pod once the one before is Ready. */
function heldBy(pod: Pod, c: Case): Held | null {
  const name = setOf(pod)
  const set = name === undefined ? undefined : c.read('statefulsets').get(`${c.namespace}/${name}`)
  const { ordinal } = setOfName(pod.metadata.name) ?? { ordinal: -1 }
  if (set === undefined || ordinal < 0 || (set.spec.podManagementPolicy ?? 'OrderedReady') !== 'OrderedReady')
    return null
  const there = new Set(matchedPods(c).map(({ metadata }) => metadata.name))
  const missing = Math.max(0, (set.spec.replicas ?? 1) - ordinal - 1)
  const later = Array.from(
    { length: Math.min(missing, MOST_COUNTED) },
    (_, n) => `${set.metadata.name}-${ordinal + 1 + n}`,
  )
  return later.length === 0 || later.some(own => there.has(own)) ? null : { set, later }
}

/** A StatefulSet of more is no longer told one by one. */
const MOST_COUNTED = 1_000

function circleOf(c: Case, pod: Pod, { set, later }: Held): Draft {
  const { name } = pod.metadata
  const object = { kind: 'StatefulSet', namespace: c.namespace, name: set.metadata.name }
  const isOne = later.length === 1
  const isHidden = c.facts.headless && !c.facts.publishNotReadyAddresses
  const names = isHidden ? `${name} has none either (publishNotReadyAddresses is false)` : ''
  return {
    severity: 'loss',
    certainty: 'proven',
    causeCertainty: 'proven',
    subject: object,
    lead: `Pod ${name} holds up StatefulSet ${set.metadata.name}`,
    facts: [
      `it is running and not Ready${isProbed(pod, c) ? ' (its readiness probe fails)' : ''}`,
      `${listed(later)} ${isOne ? 'is' : 'are'} created only once it is (podManagementPolicy OrderedReady), and ${isOne ? 'has no DNS name' : 'have no DNS names'} before`,
      ...(names === '' ? [] : [names]),
      `a circle if ${name} waits for ${isHidden ? 'one of these names' : isOne ? 'that name' : 'these names'}, which podManagementPolicy Parallel breaks`,
    ].join('; '),
    evidence: [
      {
        object,
        field: 'spec.podManagementPolicy',
        found: set.spec.podManagementPolicy ?? 'OrderedReady',
        expected: 'Parallel, where peers look for each other before they are Ready',
      },
      { object, field: 'spec.replicas', found: String(set.spec.replicas ?? 1), expected: '' },
      { object: podRef(pod), field: 'status.conditions[Ready]', found: 'not True', expected: 'True' },
    ],
    kubectl: commands(
      kubectlIn(
        c,
      )`get statefulset/${set.metadata.name} -o custom-columns=NAME:.metadata.name,POLICY:.spec.podManagementPolicy,WANTED:.spec.replicas,THERE:.status.replicas`,
      kubectlIn(c)`logs pod/${name} --tail=20`,
    ),
    remedy: `Check in the log of ${name} whether it looks for its peers. If so, podManagementPolicy Parallel and publishNotReadyAddresses: true break the circle; the policy is set when a StatefulSet is created.`,
    explains: later.length + 1,
  }
}

function waiting(c: Case, pods: readonly Pod[]): Draft {
  const [first] = pods
  return {
    severity: 'info',
    certainty: 'proven',
    causeCertainty: 'likely',
    subject: serviceRef(c),
    lead: "Peers are waiting for each other's DNS names",
    facts: `${count(pods.length, 'pod')} not Ready ${pods.length === 1 ? 'has' : 'have'} no DNS name because publishNotReadyAddresses is false`,
    evidence: [
      {
        object: serviceRef(c),
        field: 'spec.publishNotReadyAddresses',
        found: 'false',
        expected: 'true, where peers must find each other first',
      },
      ...(first === undefined
        ? []
        : [{ object: podRef(first), field: 'status.conditions[Ready]', found: 'not True', expected: 'True' }]),
    ],
    kubectl: commands(
      kubectlIn(
        c,
      )`get service/${c.facts.name} -o custom-columns=NAME:.metadata.name,CLUSTER-IP:.spec.clusterIP,PUBLISH-NOT-READY:.spec.publishNotReadyAddresses`,
      kubectlIn(c)`get pods ${selecting(c)}`,
    ),
    remedy:
      'Check in the logs whether the pods look for each other before they are Ready: publishNotReadyAddresses: true gives them names then.',
    remedyClass: 'look',
  }
}
