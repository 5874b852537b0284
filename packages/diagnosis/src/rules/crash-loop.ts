import { crashText } from '../pods/container-trouble.ts'
import { kubectlIn, selecting } from '../words/refs.ts'
import { alsoWords, commonest, troubleRule } from '../pods/trouble-rule.ts'
import type { FailingContainer } from '../pods/trouble.ts'

/** [SC-D2] A container is in a crash loop, or was killed for its memory. */
export const crashLoop = troubleRule({
  code: 'SC-D2',
  title: 'Crash loop',
  words: (troubles, c) => {
    const told = commonest(troubles)
    const { container } = told
    const which = c.graph.summary.hasSelector ? selecting(c) : [`pod/${told.pod.metadata.name}`]
    return {
      lead: container === undefined ? 'Containers are in a crash loop' : leadOf(container),
      more: [container === undefined ? '' : crashText(container), alsoWords(troubles, told)].filter(Boolean).join('; '),
      remedy: `Check the last log lines${container?.ended?.reason === 'OOMKilled' ? ' and compare the memory limit with the usage' : ''}.`,
      remedyCommand: kubectlIn(c)`logs ${which} --previous --all-containers --prefix`,
      kubectl: kubectlIn(c)`get pods ${selecting(c)} -o jsonpath=${STATES}`,
    }
  },
})

const STATES =
  '{range .items[*]}{.metadata.name}{"\\n"}{range .status.containerStatuses[*]}{"  "}{.name} {.state} {.lastState}{"\\n"}{end}{end}'

function leadOf({ name, isLooping, ended }: FailingContainer): string {
  if (ended?.reason === 'OOMKilled') return `Container ${name} is OOM killed`
  return isLooping ? `Container ${name} is in a crash loop` : `Container ${name} has exited`
}
