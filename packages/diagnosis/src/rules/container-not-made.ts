import type { Case } from '../case.ts'
import { eventsOf } from '../pod-events.ts'
import { byFrequency, troubleRule, whats } from '../trouble-rule.ts'
import type { Trouble } from '../trouble.ts'
import { count } from '../words.ts'
import { whyNotMade } from '../why-not-made.ts'

/** [SC-D1] The image cannot be pulled, or the container cannot be made. */
export const containerNotMade = troubleRule({
  code: 'SC-D1',
  title: 'Containers cannot be made',
  words: (troubles, c) => {
    const why = whyOf(troubles, c)
    return {
      lead: why === undefined ? whats(troubles) : `${whats(troubles)}, ${why}`,
      title: `${count(troubles.length, 'pod')} whose container cannot be made`,
      remedy:
        'Name an image that exists and may be pulled, or the ConfigMap, Secret or command that the container asks for.',
      command: `get pod ${troubles[0].pod.metadata.name} -o jsonpath='{range .status.containerStatuses[*]}{.name}{" "}{.state.waiting.reason}{": "}{.state.waiting.message}{"\\n"}{end}'`,
    }
  },
})

/** What the kubelet's events say most often. */
function whyOf(troubles: readonly Trouble[], c: Case): string | undefined {
  const events = eventsOf(
    c,
    troubles.map(({ pod }) => pod),
    ['Failed'],
  )
  const [words] = byFrequency(events.flatMap(({ message = '' }) => whyNotMade(message) ?? []))
  return words
}
