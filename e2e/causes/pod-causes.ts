import { makeDeployment, makeService } from '@slicescope/control-plane'
import { type Cause, SERVICE } from './cause.ts'

/** C: pods match and are in no slice. */
export const POD_CAUSES: readonly Cause[] = [
  {
    code: 'SC-C1',
    name: 'unschedulable',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /FailedScheduling|node affinity|nodeSelector/i,
    plant: async ({ api, namespace }) => {
      await makeService(api, { namespace, name: SERVICE })
      await makeDeployment(api, {
        namespace,
        name: 'web',
        replicas: 2,
        pods: { spec: { nodeSelector: { disk: 'none-has-it' } } },
      })
    },
  },
]
