import { hasEndpoints } from '../arises.ts'
import type { Case } from '../case.ts'
import { FLAPPING_MS, type WatchedOf } from '../changes/watched.ts'
import { watchedSince } from '../changes/watched-since.ts'
import { leftWords } from '../words/lost-words.ts'
import { kubectlIn, selecting, serviceRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { byFrequency } from '../pods/trouble-rule.ts'
import { count, listed } from '../words/words.ts'

/** Once can be a start that did not go well. */
const FEWEST_TIMES = 2

const CAUSES = {
  containers: 'Containers restart repeatedly',
  node: 'Node is flapping',
  probe: 'Readiness probe is flapping',
} as const

/** [SC-G6] Pods become Ready and are lost again, more than once within ten minutes, while we watched. */
export const flapping: Rule = {
  code: 'SC-G6',
  title: 'Backends are flapping',
  inputs: ['pods'],
  arises: hasEndpoints,
  find: c => {
    const pods = flappingPods(c)
    const [first] = pods
    if (first === undefined) return null
    const times = pods.reduce((sum, { losses }) => sum + losses.length, 0)
    const [cause = 'probe'] = byFrequency(pods.flatMap(({ losses }) => losses.map(loss => loss.cause)))
    const names = listed(pods.map(({ name }) => name))
    return {
      severity: 'beside-loss',
      certainty: 'proven',
      causeCertainty: 'likely',
      subject: serviceRef(c),
      lead: CAUSES[isCause(cause) ? cause : 'probe'],
      facts: `${count(pods.length, 'pod')} became Ready and not Ready again ${times} times in the last 10 min (${names}), ${leftWords(c)}`,
      ...shownEvidence(pods, ({ name, losses }) => ({
        object: { kind: 'Pod', namespace: c.namespace, name },
        field: 'status.conditions[Ready]',
        found: `not True ${losses.length} times within 10 min`,
        expected: 'True throughout',
      })),
      kubectl: kubectlIn(c)`get pods ${selecting(c)} -w`,
      remedy: 'Check the timeouts of the readiness probe, restarts and memory limits of the pods, and their node.',
      remedyClass: 'look',
    }
  },
}

interface FlappingPod {
  readonly name: string
  readonly losses: readonly WatchedOf<'flap'>[]
}

/** Lost as close in time as these, pods have a cause in common: a node, a zone, a rollout, one outage. */
const TOGETHER_MS = 10_000
const FEWEST_TOGETHER = 3
const SHARE_TOGETHER = 0.1

/** Those that are still there, the most restless first. */
function flappingPods(c: Case): readonly FlappingPod[] {
  const recent = watchedSince(c, 'flap', c.clock.now - FLAPPING_MS).filter(
    ({ time }) => !c.clock.isPast(time + FLAPPING_MS),
  )
  const own = recent.filter(({ time, cause }) => cause !== 'node' && !isShared(recent, time, c))
  return [...Map.groupBy(own, ({ uid }) => uid)]
    .filter(([uid, losses]) => losses.length >= FEWEST_TIMES && c.read('pods').countByIndex('uid', uid) > 0)
    .map(([, losses]) => ({ name: losses[0]?.name ?? '', losses }))
    .toSorted((a, b) => b.losses.length - a.losses.length || (a.name < b.name ? -1 : 1))
}

function isShared(recent: readonly WatchedOf<'flap'>[], time: number, c: Case): boolean {
  const uids = new Set(recent.filter(each => Math.abs(each.time - time) <= TOGETHER_MS).map(({ uid }) => uid))
  return uids.size >= Math.max(FEWEST_TOGETHER, (c.graph.summary.counts?.total ?? 0) * SHARE_TOGETHER)
}

function isCause(cause: string): cause is keyof typeof CAUSES {
  return cause in CAUSES
}
