import { makeDeployment, makeService } from '@slicescope/control-plane'
import { type Cause, SERVICE } from './cause.ts'

/** B: the selector matches nothing. */
export const SELECTOR_CAUSES: readonly Cause[] = [
  {
    code: 'SC-B2',
    name: 'selector-typo',
    causeCertainty: 'likely',
    comesFirst: true,
    shows: /app=web/,
    plant: async ({ api, namespace }) => {
      await makeService(api, { namespace, name: SERVICE, selector: { app: 'wbe' } })
      await makeDeployment(api, { namespace, name: 'web', replicas: 3 })
    },
  },
  {
    code: 'SC-B5',
    name: 'scaled-to-zero',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /web/,
    plant: async ({ api, namespace }) => {
      await makeService(api, { namespace, name: SERVICE })
      await makeDeployment(api, { namespace, name: 'web', replicas: 0 })
    },
  },
]
