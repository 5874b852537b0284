import { troubleRule, whats } from '../trouble-rule.ts'
import { count } from '../words.ts'

/** [SC-D3] A startup probe has not passed, so readiness is not asked yet. */
export const startupProbe = troubleRule({
  code: 'SC-D3',
  title: 'Startup probes have not passed',
  words: troubles => ({
    lead: `startup probe of container ${whats(troubles)} has not passed`,
    title: `${count(troubles.length, 'pod')} still starting`,
    remedy: 'Wait for as long as the probe allows (failureThreshold x periodSeconds), or mend what it asks for.',
    command: `get pod ${troubles[0].pod.metadata.name} -o jsonpath='{range .status.containerStatuses[*]}{.name}{" started="}{.started}{"\\n"}{end}'`,
  }),
})
