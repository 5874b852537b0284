import { makePod, makeService, setPodStatus } from '@slicescope/control-plane'
import { type Cause, SERVICE } from './cause.ts'

/** D: endpoints are in slices and not ready. */
export const READINESS_CAUSES: readonly Cause[] = [
  {
    code: 'SC-D2',
    name: 'crash-loop',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: null,
    plant: async ({ api, namespace, still }) => {
      await makeService(api, { namespace, name: SERVICE })
      await makePod(api, { namespace, name: 'web-0', labels: { app: SERVICE }, nodeName: still })
      await setPodStatus(
        api,
        { namespace, name: 'web-0' },
        {
          ips: ['10.99.0.1'],
          ready: false,
          status: {
            containerStatuses: [
              {
                name: 'main',
                image: 'example.com/main:1',
                imageID: '',
                ready: false,
                started: false,
                restartCount: 7,
                state: { waiting: { reason: 'CrashLoopBackOff' } },
                lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
              },
            ],
          },
        },
      )
    },
  },
]
