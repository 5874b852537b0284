import { hasEndpoints } from '../arises.ts'
import type { Case } from '../case.ts'
import { FLAPPING_MS, type WatchedOf } from '../changes/watched.ts'
import { watchedSince } from '../changes/watched-since.ts'
import { leftWords } from '../lost-words.ts'
import { kubectl, serviceRef } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { byFrequency } from '../trouble-rule.ts'
import { count, listed, selectorText } from '../words.ts'

/** Once can be a start that did not go well. */
const FEWEST_TIMES = 2

const CAUSES = {
  containers: 'containers that end and start again',
  node: 'a node that comes and goes',
  probe: 'a readiness probe that fails now and then',
} as const

/** [SC-G6] Pods become Ready and are lost again, more than once within ten minutes, while somebody watched. */
export const flapping: Rule = {
  code: 'SC-G6',
  title: 'Backends come and go',
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
      severity: 'warning',
      certainty: 'proven',
      causeCertainty: 'likely',
      subject: serviceRef(c),
      title: `${count(pods.length, 'pod')} came and went`,
      lead: CAUSES[isCause(cause) ? cause : 'probe'],
      facts: `${count(pods.length, 'pod')} became Ready and not Ready again ${times} times in the last 10 min (${names}), ${leftWords(c)}`,
      evidence: pods.slice(0, MOST_SHOWN).map(({ name, losses }) => ({
        object: { kind: 'Pod', namespace: c.namespace, name },
        field: 'status.conditions[Ready]',
        found: `lost ${losses.length} times within 10 min`,
        expected: 'True throughout',
      })),
      kubectl: kubectl(c, `get pods -l ${selectorText(c.facts.selector)} -w`),
      remedy:
        'Look at readiness probes with short timeouts, at restarts and memory limits of the pods, and at their node.',
    }
  },
}

/** Pods of one kind prove the same. */
const MOST_SHOWN = 3

interface FlappingPod {
  readonly name: string
  readonly losses: readonly WatchedOf<'flap'>[]
}

/** Those that are still there, the most restless first. */
function flappingPods(c: Case): readonly FlappingPod[] {
  const recent = watchedSince(c, 'flap', c.clock.now - FLAPPING_MS).filter(
    ({ time }) => !c.clock.isPast(time + FLAPPING_MS),
  )
  return [...Map.groupBy(recent, ({ uid }) => uid)]
    .filter(([uid, losses]) => losses.length >= FEWEST_TIMES && c.read('pods').countByIndex('uid', uid) > 0)
    .map(([, losses]) => ({ name: losses[0]?.name ?? '', losses }))
    .toSorted((a, b) => b.losses.length - a.losses.length || (a.name < b.name ? -1 : 1))
}

function isCause(cause: string): cause is keyof typeof CAUSES {
  return cause in CAUSES
}
