import { kubectlIn, selecting } from '../words/refs.ts'
import { alsoWords, commonest, troubleRule } from '../pods/trouble-rule.ts'

/** [SC-D6] All containers are ready, and a readiness gate is not. */
export const readinessGate = troubleRule({
  code: 'SC-D6',
  title: 'Readiness gate not met',
  words: (troubles, c) => {
    const told = commonest(troubles)
    return {
      lead: `Readiness gate ${told.what} is not met`,
      more: alsoWords(troubles, told),
      remedy:
        'Check the controller that sets this condition, often the load balancer controller. The containers themselves are ready.',
      kubectl: kubectlIn(c)`get pods ${selecting(c)} -o jsonpath=${GATES}`,
    }
  },
})

const GATES = '{range .items[*]}{.metadata.name} {.spec.readinessGates} {.status.conditions}{"\\n"}{end}'
