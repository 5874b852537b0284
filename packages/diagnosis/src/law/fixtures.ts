import { SERVICE_ALONE } from './fixtures/service-alone.ts'
import { SELECTOR } from './fixtures/selector.ts'
import { LEFT_OUT } from './fixtures/left-out.ts'
import { NOT_READY_PODS } from './fixtures/not-ready.ts'
import { NO_TRAFFIC } from './fixtures/no-traffic.ts'
import { NAMES } from './fixtures/names.ts'
import { BESIDE_THE_TABLE } from './fixtures/beside.ts'
import { LEFT_OVER } from './fixtures/left-over.ts'
import { NOT_MADE_PODS } from './fixtures/not-made.ts'
import { WATCHED } from './fixtures/watched.ts'
import type { Fixture } from './fixtures/fixture.ts'

/** One for each rule. */
export const FIXTURES: readonly Fixture[] = [
  ...SERVICE_ALONE,
  ...SELECTOR,
  ...LEFT_OUT,
  ...NOT_READY_PODS,
  ...NO_TRAFFIC,
  ...NAMES,
  ...BESIDE_THE_TABLE,
  ...LEFT_OVER,
  ...NOT_MADE_PODS,
  ...WATCHED,
]
