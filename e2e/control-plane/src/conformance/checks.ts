import { ACCESS_CHECKS } from './access-checks.ts'
import { HISTORY_CHECKS } from './history-checks.ts'
import { LIST_CHECKS } from './list-checks.ts'
import { SELECTOR_CHECKS } from './selector-checks.ts'
import type { ConformanceCheck } from './target.ts'
import { WATCH_CHECKS } from './watch-checks.ts'
import { WRITE_CHECKS } from './write-checks.ts'

/**
 * What a client of the list/watch protocol may rely on, as the real API server 1.37 does it. Each check stands alone,
 * works in a namespace of its own, and runs against any server that speaks HTTPS and knows the target's tokens.
 */
export const CONFORMANCE_CHECKS: readonly ConformanceCheck[] = [
  ...LIST_CHECKS,
  ...WATCH_CHECKS,
  ...SELECTOR_CHECKS,
  ...WRITE_CHECKS,
  ...ACCESS_CHECKS,
  ...HISTORY_CHECKS,
]
