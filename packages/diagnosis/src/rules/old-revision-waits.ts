import { isPodFinished, isPodReady, isPodTerminating } from '@slicescope/kubernetes'
import type { Pod, StatefulSet } from '@slicescope/model'
import { hasEndpoints, hasSelector } from '../arises.ts'
import type { Case } from '../case.ts'
import { hasLoss } from '../losses/loss.ts'
import { isNodeDown } from '../pods/node-state.ts'
import { servicePods } from '../pods/pod-trouble.ts'
import { setOf } from '../pods/stateful-pods.ts'
import type { Draft, Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { lostWords } from '../words/lost-words.ts'
import { kubectlIn, podRef } from '../words/refs.ts'
import { listed } from '../words/words.ts'

/**
 * [SC-G35] A StatefulSet has another template by now, and waits for a pod of an older one: with OrderedReady it goes on
 * only when every pod is Running and Ready (statefulset/stateful_set_control.go, processReplica), so neither a rollback nor
 * a fixed template reaches the pod that fails.
 */
export const oldRevisionWaits: Rule = {
  code: 'SC-G35',
  title: 'StatefulSet waits for an old pod',
  inputs: ['pods', 'statefulsets'],
  helps: ['nodes'],
  arises: graph => hasSelector(graph) && (hasLoss(graph) || !hasEndpoints(graph)),
  find: c => {
    const waiting = servicePods(c).flatMap(pod => waitingFor(pod, c) ?? [])
    const [first] = waiting
    if (first === undefined) return null
    const { set, revision, isSure } = first
    const pods = waiting.filter(each => each.set === set).map(({ pod }) => pod)
    const names = listed(pods.map(({ metadata }) => metadata.name))
    const broken = pods.map(({ metadata }) => metadata.uid)
    const detail = `${names} ${pods.length === 1 ? 'has' : 'have'} revision ${revisionOf(first.pod)}, and StatefulSet ${set.metadata.name} (OrderedReady) creates no pod of revision ${revision} before ${pods.length === 1 ? 'it is' : 'they are'} Ready or deleted`
    return {
      severity: 'loss',
      certainty: 'proven',
      causeCertainty: isSure ? 'proven' : 'likely',
      subject: podRef(first.pod),
      lead: 'StatefulSet waits for an old pod',
      facts: `${lostWords(c, broken)}; ${detail}`,
      detail,
      ...shownEvidence(pods, pod => ({
        object: podRef(pod),
        field: `metadata.labels["${REVISION}"]`,
        found: revisionOf(pod),
        expected: `${revision}, the updateRevision of StatefulSet ${set.metadata.name}`,
      })),
      kubectl: kubectlIn(c)`get pods ${pods.map(({ metadata }) => metadata.name)} -L ${REVISION}`,
      ...remedyOf(first, names, pods.length === 1),
      explains: pods.length,
      broken,
    }
  },
}

/** With a partition a pod that is deleted comes back with the current revision, which then is the one that fails. */
function remedyOf(
  { set, revision, isSure }: Waiting,
  names: string,
  isOne: boolean,
): Pick<Draft, 'remedy' | 'remedyClass'> {
  const { name } = set.metadata
  if (!isSure)
    return {
      remedy: `Check updateStrategy.rollingUpdate.partition of StatefulSet ${name}: pods below it keep the current revision.`,
      remedyClass: 'look',
    }
  return {
    remedy: `Check that the template of StatefulSet ${name} is the one that you want, then delete ${names}: the StatefulSet creates ${isOne ? 'it' : 'them'} again with revision ${revision}.`,
    remedyClass: 'risky',
  }
}

const REVISION = 'controller-revision-hash'

function revisionOf({ metadata }: Pod): string {
  return metadata.labels[REVISION] ?? ''
}

interface Waiting {
  readonly pod: Pod
  readonly set: StatefulSet
  /** That the StatefulSet wants its pods to have. */
  readonly revision: string
  /** Current and update revision are one: whatever its partition, which is not read, a new pod gets that revision. */
  readonly isSure: boolean
}

function waitingFor(pod: Pod, c: Case): Waiting | null {
  if (isPodReady(pod) || isPodFinished(pod) || isPodTerminating(pod) || c.isStarting(pod)) return null
  const node = c.read('nodes').get(pod.spec.nodeName ?? '')
  // Where its Node is down nothing of the template is to blame.
  if (node !== undefined && isNodeDown(node)) return null
  const name = setOf(pod)
  const set = name === undefined ? undefined : c.read('statefulsets').get(`${c.namespace}/${name}`)
  const { updateRevision: revision = '', currentRevision } = set?.status ?? {}
  if (set === undefined || (set.spec.podManagementPolicy ?? 'OrderedReady') !== 'OrderedReady') return null
  const isOld = revision !== '' && revisionOf(pod) !== '' && revisionOf(pod) !== revision
  return isOld ? { pod, set, revision, isSure: revision === currentRevision } : null
}
