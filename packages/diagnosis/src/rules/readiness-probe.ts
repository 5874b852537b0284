import type { Case } from '../case.ts'
import { containersOf } from '../pods/container-trouble.ts'
import { probeFailures } from '../pods/probe-failures.ts'
import { probeReason, probeText } from '../words/probe-words.ts'
import { kubectlIn, selecting } from '../words/refs.ts'
import { byFrequency, containerNames, troubleRule } from '../pods/trouble-rule.ts'
import type { Trouble } from '../pods/trouble.ts'
import { listed } from '../words/words.ts'

/** [SC-D4] Containers run and are not ready: their readiness probe fails, proven by an event or else likely. */
export const readinessProbe = troubleRule({
  code: 'SC-D4',
  title: 'Readiness probe failing',
  words: (troubles, c) => ({
    ...probeOf(troubles, c),
    remedy: 'Run the request of the probe inside a pod, and check what the answer depends on.',
  }),
})

function probeOf(troubles: readonly [Trouble, ...Trouble[]], c: Case) {
  const events = probeFailures(
    c,
    troubles.map(({ pod }) => pod),
  )
  const [newest] = events
  const container = containerOf(troubles)
  if (newest === undefined) {
    return {
      lead: 'Readiness probe failing',
      causeCertainty: 'likely' as const,
      more: container,
      kubectl: kubectlIn(c)`describe pods ${selecting(c)}`,
    }
  }
  const messages = events.map(({ message = '' }) => message)
  const [reason] = byFrequency(messages.flatMap(message => probeReason(message) ?? []))
  return {
    lead: `Readiness probe failing${reason === undefined ? '' : ` (${reason})`}`,
    causeCertainty: 'proven' as const,
    more: [container, reason === undefined ? probeText(newest.message ?? '') : ''].filter(Boolean).join('; '),
    kubectl: kubectlIn(c)`get events --field-selector reason=Unhealthy,involvedObject.kind=Pod`,
    evidence: [
      {
        object: { kind: 'Pod', namespace: c.namespace, name: newest.involvedObject.name ?? '' },
        field: 'event Unhealthy',
        found: newest.message ?? '',
        expected: '',
      },
    ],
  }
}

/** Which container's, where the pods have several. */
function containerOf(troubles: readonly Trouble[]): string {
  if (troubles.every(({ pod }) => containersOf(pod).length < 2)) return ''
  return `probe of container ${listed(containerNames(troubles))}`
}
