import { makeDeployment, makeService } from '@slicescope/control-plane'
import { type Cause, SERVICE } from './cause.ts'

/** E: endpoints are ready and get no traffic, or not all of it. */
export const TRAFFIC_CAUSES: readonly Cause[] = [
  {
    code: 'SC-E1',
    name: 'named-port',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /"name":"web"/,
    plant: async ({ api, namespace }) => {
      await makeService(api, {
        namespace,
        name: SERVICE,
        ports: [{ name: 'http', port: 80, targetPort: 'no-such-port' }],
      })
      await makeDeployment(api, {
        namespace,
        name: 'web',
        replicas: 2,
        pods: { ports: [{ name: 'web', containerPort: 8080 }] },
      })
    },
  },
]
