import type { Cause } from './cause.ts'
import { POD_CAUSES } from './pod-causes.ts'
import { READINESS_CAUSES } from './readiness-causes.ts'
import { SELECTOR_CAUSES } from './selector-causes.ts'
import { SERVICE_CAUSES } from './service-causes.ts'
import { TRAFFIC_CAUSES } from './traffic-causes.ts'

/** Every cause that can be made through the API of a cluster whose controllers run. */
export const CAUSES: readonly Cause[] = [
  ...SERVICE_CAUSES,
  ...SELECTOR_CAUSES,
  ...POD_CAUSES,
  ...READINESS_CAUSES,
  ...TRAFFIC_CAUSES,
]
