import { troubleRule, whats } from '../trouble-rule.ts'
import { count } from '../words.ts'

/** [SC-C3] An init container is stuck or fails, so the others have not begun. */
export const initContainers = troubleRule({
  code: 'SC-C3',
  title: 'Init containers are not done',
  words: troubles => ({
    lead: `init container ${whats(troubles)}`,
    title: `${count(troubles.length, 'pod')} with an init container that is not done`,
    remedy: 'Read the log of that init container; the others start only when it ends with exit code 0.',
    command: `get pod ${troubles[0].pod.metadata.name} -o jsonpath='{.status.initContainerStatuses}'`,
  }),
})
