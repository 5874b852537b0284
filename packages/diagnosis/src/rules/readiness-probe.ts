import type { Case } from '../case.ts'
import { containersOf } from '../container-trouble.ts'
import { probeFailures } from '../probe-failures.ts'
import { probeWords } from '../probe-words.ts'
import { byFrequency, troubleRule } from '../trouble-rule.ts'
import type { Trouble } from '../trouble.ts'
import { count, listed } from '../words.ts'

/** [SC-D4] Containers run and are not ready: their readiness probe fails, proven by an event or else likely. */
export const readinessProbe = troubleRule({
  code: 'SC-D4',
  title: 'Readiness probes fail',
  words: (troubles, c) => ({
    ...probeOf(troubles, c),
    title: `${count(troubles.length, 'pod')} whose readiness probe does not pass`,
    remedy: 'Ask the probe by hand inside the pod; mend what it waits for, or its path, port or timeout.',
  }),
})

function probeOf(troubles: readonly [Trouble, ...Trouble[]], c: Case) {
  const events = probeFailures(
    c,
    troubles.map(({ pod }) => pod),
  )
  const of = ofContainer(troubles)
  const [newest] = events
  if (newest === undefined) {
    const { name } = troubles[0].pod.metadata
    return {
      lead: `a readiness probe${of} that fails`,
      causeCertainty: 'likely' as const,
      command: `describe pod ${name}`,
    }
  }
  const [words = ''] = byFrequency(events.map(({ message = '' }) => probeWords(message)))
  const pod = newest.involvedObject.name ?? ''
  return {
    lead: `${words}${of}`,
    causeCertainty: 'proven' as const,
    command: `get events --field-selector reason=Unhealthy,involvedObject.name=${pod}`,
    evidence: [
      {
        object: { kind: 'Pod', namespace: c.namespace, name: pod },
        field: 'event Unhealthy',
        found: newest.message ?? '',
        expected: '',
      },
    ],
  }
}

/** Which container's, where there are several. */
function ofContainer(troubles: readonly Trouble[]): string {
  if (troubles.every(({ pod }) => containersOf(pod).length < 2)) return ''
  return ` of container ${listed(byFrequency(troubles.map(({ what }) => what)))}`
}
