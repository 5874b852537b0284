import { isPodReady } from '@slicescope/kubernetes'
import type { Pod } from '@slicescope/model'
import type { Case } from '../case.ts'
import type { NearPod } from '../finding.ts'
import { missesOf, type PairMiss } from './near-miss.ts'
import { listed } from '../words/words.ts'

/** More are counted in the finding's words. */
const MOST_NEAR = 200

/** Pods that the selector would match if a label were another, with what differs. They are no backends. */
export function nearPods(c: Case, pods: readonly Pod[]): readonly NearPod[] {
  return pods.slice(0, MOST_NEAR).map(pod => {
    const { uid, namespace, name, labels } = pod.metadata
    const difference = listed(missesOf(c.service.spec.selector, labels).map(differenceText))
    return { uid, namespace, name, nodeName: pod.spec.nodeName ?? null, ready: isPodReady(pod), difference }
  })
}

/** ``app is `web`, not `wbe` `` as it reads of one pod. */
function differenceText(miss: PairMiss): string {
  if (miss.kind === 'absent') return `no label \`${miss.key}\``
  if (miss.kind === 'key') return `\`${miss.found}\` is under \`${miss.foundKey}\`, not \`${miss.key}\``
  return `${miss.key} is \`${miss.found}\`, not \`${miss.value}\``
}
