import { makeService, makeSlice } from '@slicescope/control-plane'
import { type Cause, SERVICE } from './cause.ts'

/** A: the Service by itself. */
export const SERVICE_CAUSES: readonly Cause[] = [
  {
    code: 'SC-A1',
    name: 'external-name',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /ExternalName db\.example\.com/,
    plant: ({ api, namespace }) =>
      makeService(api, { namespace, name: SERVICE, spec: { type: 'ExternalName', externalName: 'db.example.com' } }),
  },
  {
    code: 'SC-A2',
    name: 'no-selector',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: null,
    plant: ({ api, namespace }) => makeService(api, { namespace, name: SERVICE, selector: null }),
  },
  {
    code: 'SC-A6',
    name: 'unusable-slice',
    causeCertainty: 'proven',
    comesFirst: true,
    shows: /10\.98\.0\.1/,
    plant: async ({ api, namespace }) => {
      await makeService(api, { namespace, name: SERVICE, selector: null })
      await makeSlice(api, {
        namespace,
        name: 'by-hand-1',
        service: SERVICE,
        endpoints: [{ addresses: ['10.98.0.1'], conditions: { ready: false } }],
      })
    },
  },
]
