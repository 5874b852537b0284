import { isPodFinished, isPodReady, isPodTerminating } from '@slicescope/kubernetes'
import type { Pod } from '@slicescope/model'
import { hasEndpoints } from '../arises.ts'
import type { Case } from '../case.ts'
import { hasLoss } from '../losses/loss.ts'
import { lostWords } from '../words/lost-words.ts'
import { servicePods, troublesOf, TROUBLE_INPUTS, unreadyAmong } from '../pods/pod-trouble.ts'
import { probeFailures } from '../pods/probe-failures.ts'
import { kubectlIn, podRef, selecting } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import type { TroubleCode } from '../pods/trouble.ts'
import { byFrequency } from '../pods/trouble-rule.ts'
import { listed } from '../words/words.ts'

/** [SC-D7] Of several containers some are ready and one is not: a sidecar, or the application behind one. */
export const oneContainer: Rule = {
  code: 'SC-D7',
  title: 'One container of several is not ready',
  ...TROUBLE_INPUTS,
  arises: graph => hasEndpoints(graph) && hasLoss(graph),
  find: c => {
    const told = toldOf(c)
    const pods = servicePods(c)
      .filter(pod => !isPodReady(pod) && !isPodFinished(pod) && !isPodTerminating(pod) && !told.has(pod))
      .map(pod => ({ pod, ...unreadyAmong(pod) }))
      .filter(({ unready, all }) => unready.length > 0 && unready.length < all)
    const [first] = pods
    if (first === undefined) return null
    const broken = pods.map(({ pod }) => pod.metadata.uid)
    const names = byFrequency(pods.flatMap(({ unready }) => unready.map(({ spec }) => spec.name)))
    return {
      severity: 'loss',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: podRef(first.pod),
      lead: names.length === 1 ? `Container ${listed(names)} is not ready` : 'Containers are not ready',
      facts: `${names.length === 1 ? '1' : listed(names)} of ${first.all} containers; ${lostWords(c, broken)}`,
      ...shownEvidence(pods, ({ pod, unready, all }) => ({
        object: podRef(pod),
        field: 'status.containerStatuses',
        found: `${unready.map(({ spec }) => spec.name).join(', ')} not ready`,
        expected: `${all} of ${all} ready`,
      })),
      kubectl: kubectlIn(c)`get pods ${selecting(c)} -o jsonpath=${MESSAGES}`,
      remedy: `Check container ${listed(names)}: a pod is Ready only when all of its containers are, sidecars included.`,
      remedyClass: 'look',
      broken,
    }
  },
}

const MESSAGES = '{range .items[*]}{.metadata.name} {.status.conditions[?(@.type=="Ready")].message}{"\\n"}{end}'

/** The pods whose proven cause names its container itself. */
function toldOf(c: Case): ReadonlySet<Pod> {
  const of = (code: TroubleCode) => (troublesOf(c).get(code) ?? []).map(({ pod }) => pod)
  const failing = of('SC-D4')
  return new Set([...TOLD.flatMap(of), ...(probeFailures(c, failing).length > 0 ? failing : [])])
}

const TOLD: readonly TroubleCode[] = ['SC-C3', 'SC-D1', 'SC-D2', 'SC-D3', 'SC-G34']
