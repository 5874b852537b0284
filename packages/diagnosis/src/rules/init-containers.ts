import { crashText } from '../pods/container-trouble.ts'
import { kubectlIn, selecting } from '../words/refs.ts'
import { alsoWords, commonest, troubleRule } from '../pods/trouble-rule.ts'
import type { FailingContainer } from '../pods/trouble.ts'

/** [SC-C3] An init container is stuck or fails, so the others have not begun. */
export const initContainers = troubleRule({
  code: 'SC-C3',
  title: 'Init container not completed',
  words: (troubles, c) => {
    const told = commonest(troubles)
    const { container } = told
    return {
      lead:
        container === undefined
          ? 'Init container is failing'
          : `Init container ${container.name} ${stateOf(container)}`,
      more: [container === undefined ? '' : crashText(container), alsoWords(troubles, told)].filter(Boolean).join('; '),
      remedy: 'Check the log of the init container: the other containers start after it exits with code 0.',
      kubectl: kubectlIn(c)`get pods ${selecting(c)} -o jsonpath=${STATUSES}`,
    }
  },
})

const STATUSES = '{range .items[*]}{.metadata.name} {.status.initContainerStatuses}{"\\n"}{end}'

function stateOf({ isRunning, isLooping, reason }: FailingContainer): string {
  if (isLooping) return 'is failing'
  if (isRunning) return 'is still running'
  return reason === '' ? 'is failing' : 'cannot start'
}
