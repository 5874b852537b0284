import { troubleRule, whats } from '../trouble-rule.ts'
import { count } from '../words.ts'

/** [SC-D2] A container ends again and again, or was killed for its memory. */
export const crashLoop = troubleRule({
  code: 'SC-D2',
  title: 'Containers end again and again',
  words: troubles => ({
    cause: whats(troubles),
    title: `${count(troubles.length, 'pod')} whose container does not stay up`,
    remedy: 'Read the log of the container that ended; OOMKilled asks for a higher memory limit or less use.',
    command: `logs ${troubles[0].pod.metadata.name} --previous --all-containers`,
  }),
})
