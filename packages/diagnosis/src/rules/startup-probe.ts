import { kubectlIn, selecting } from '../words/refs.ts'
import { containerNames, troubleRule } from '../pods/trouble-rule.ts'
import type { Trouble } from '../pods/trouble.ts'
import { listed } from '../words/words.ts'

/** [SC-D3] A startup probe has not passed, so readiness is not probed yet. */
export const startupProbe = troubleRule({
  code: 'SC-D3',
  title: 'Startup probe not passed',
  words: (troubles, c) => ({
    lead: 'Startup probe has not passed',
    more: `container ${listed(containerNames(troubles))}${troubles.some(isRestarted) ? ', which the kubelet restarts' : ''}`,
    remedy: 'Check the log of the container: the kubelet restarts it after failureThreshold failed probes.',
    kubectl: kubectlIn(c)`get pods ${selecting(c)} -o jsonpath=${STARTED}`,
  }),
})

function isRestarted({ container }: Trouble): boolean {
  return container?.ended !== undefined
}

const STARTED =
  '{range .items[*]}{.metadata.name}{"\\n"}{range .status.containerStatuses[*]}{"  "}{.name} started={.started}{"\\n"}{end}{end}'
