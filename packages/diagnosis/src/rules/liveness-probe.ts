import { crashText } from '../pods/container-trouble.ts'
import { livenessFailures } from '../pods/probe-failures.ts'
import { alsoWords, byFrequency, commonest, troubleRule } from '../pods/trouble-rule.ts'
import { probeReason } from '../words/probe-words.ts'
import { kubectlIn } from '../words/refs.ts'

/**
 * [SC-G34] The kubelet restarts a container again and again since its liveness probe fails. Likely: the events name no
 * container, and do not say that a restart was for the probe.
 */
export const livenessProbe = troubleRule({
  code: 'SC-G34',
  title: 'Liveness probe failing',
  words: (troubles, c) => {
    const told = commonest(troubles)
    const events = livenessFailures(
      c,
      troubles.map(({ pod }) => pod),
    )
    const [newest] = events
    const [reason] = byFrequency(events.flatMap(({ message = '' }) => probeReason(message) ?? []))
    const { container } = told
    const ended = container === undefined ? '' : ` (${crashText(container)})`
    return {
      lead: `Liveness probe failing${reason === undefined ? '' : ` (${reason})`}`,
      causeCertainty: 'likely',
      more: [`the kubelet restarts ${told.what}${ended}`, alsoWords(troubles, told)].filter(Boolean).join('; '),
      remedy:
        'Compare the time that the application needs to answer with timeoutSeconds and failureThreshold of the probe. A liveness probe that depends on other services restarts pods that those services need.',
      kubectl: kubectlIn(c)`get events --field-selector reason=Unhealthy,involvedObject.kind=Pod`,
      evidence:
        newest === undefined
          ? []
          : [
              {
                object: { kind: 'Pod', namespace: c.namespace, name: newest.involvedObject.name ?? '' },
                field: 'event Unhealthy',
                found: newest.message ?? '',
                expected: '',
              },
            ],
    }
  },
})
