import { troubleRule, whats } from '../trouble-rule.ts'
import { count } from '../words.ts'

/** [SC-D1] The image cannot be pulled, or the container cannot be made. */
export const containerNotMade = troubleRule({
  code: 'SC-D1',
  title: 'Containers cannot be made',
  words: troubles => ({
    cause: whats(troubles),
    title: `${count(troubles.length, 'pod')} whose container cannot be made`,
    remedy:
      'Name an image that exists and may be pulled, or the ConfigMap, Secret or command that the container asks for.',
    command: `get pod ${troubles[0].pod.metadata.name} -o jsonpath='{.status.containerStatuses[*].state.waiting.reason}'`,
  }),
})
