import { troubleRule, whats } from '../trouble-rule.ts'
import { count } from '../words.ts'

/** [SC-D2] A container ends again and again, or was killed for its memory. */
export const crashLoop = troubleRule({
  code: 'SC-D2',
  title: 'Containers end again and again',
  words: (troubles, c) => {
    const { name } = troubles[0].pod.metadata
    return {
      lead: whats(troubles),
      title: `${count(troubles.length, 'pod')} whose container does not stay up`,
      remedy: `Read what it said last: kubectl -n ${c.namespace} logs ${name} --previous --all-containers. OOMKilled asks for a higher memory limit or less use.`,
      command: `get pod ${name} -o jsonpath='{range .status.containerStatuses[*]}{.name}{" "}{.state}{" "}{.lastState}{"\\n"}{end}'`,
    }
  },
})
