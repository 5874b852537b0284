import type { Cause } from './cause.ts'
import { DNS_CAUSES } from './dns-causes.ts'
import { GRAPH_CAUSES } from './graph-causes.ts'
import { LEFTOVER_CAUSES } from './leftover-causes.ts'
import { POD_CAUSES } from './pod-causes.ts'
import { READINESS_CAUSES } from './readiness-causes.ts'
import { RESTART_CAUSES } from './restart-causes.ts'
import { REFUSAL_CAUSES } from './refusal-causes.ts'
import { SELECTOR_CAUSES } from './selector-causes.ts'
import { SERVICE_CAUSES } from './service-causes.ts'
import { SLICE_CAUSES } from './slice-causes.ts'
import { TRAFFIC_CAUSES } from './traffic-causes.ts'
import { WORKLOAD_CAUSES } from './workload-causes.ts'
import { WRITER_CAUSES } from './writer-causes.ts'

/** Every cause that can be made through the API of a cluster whose controllers run. */
export const CAUSES: readonly Cause[] = [
  ...SERVICE_CAUSES,
  ...SELECTOR_CAUSES,
  ...POD_CAUSES,
  ...READINESS_CAUSES,
  ...RESTART_CAUSES,
  ...TRAFFIC_CAUSES,
  ...DNS_CAUSES,
  ...SLICE_CAUSES,
  ...GRAPH_CAUSES,
  ...LEFTOVER_CAUSES,
  ...REFUSAL_CAUSES,
  ...WRITER_CAUSES,
  ...WORKLOAD_CAUSES,
]
