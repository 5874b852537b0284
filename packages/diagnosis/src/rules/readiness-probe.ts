import type { Case } from '../case.ts'
import { eventsOf } from '../pod-events.ts'
import type { Trouble } from '../trouble.ts'
import { probeWords } from '../probe-words.ts'
import { byFrequency, troubleRule } from '../trouble-rule.ts'
import { count } from '../words.ts'

/** [SC-D4] Containers run and are not ready: their readiness probe fails, proven by an event or else likely. */
export const readinessProbe = troubleRule({
  code: 'SC-D4',
  title: 'Readiness probes fail',
  words: (troubles, c) => ({
    ...probeOf(troubles, c),
    title: `${count(troubles.length, 'pod')} whose readiness probe does not pass`,
    remedy: 'Ask the probe by hand inside the pod; mend what it waits for, or its path, port or timeout.',
    command: `get events --field-selector reason=Unhealthy,involvedObject.name=${troubles[0].pod.metadata.name}`,
  }),
})

const FAILED = 'Readiness probe'

function probeOf(troubles: readonly Trouble[], c: Case) {
  const pods = troubles.map(({ pod }) => pod)
  const events = eventsOf(c, pods, ['Unhealthy']).filter(({ message = '' }) => message.startsWith(FAILED))
  const [newest] = events
  if (newest === undefined) return { cause: 'a readiness probe that fails', causeCertainty: 'likely' as const }
  const [words = ''] = byFrequency(events.map(({ message = '' }) => probeWords(message)))
  const object = { kind: 'Pod', namespace: c.namespace, name: newest.involvedObject.name ?? '' }
  return {
    cause: words,
    causeCertainty: 'proven' as const,
    evidence: [{ object, field: 'event Unhealthy', found: newest.message ?? '', expected: 'no such event' }],
  }
}
