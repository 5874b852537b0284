import type { Case } from '../case.ts'

/** What changes are made from. */
export interface ChangesCase {
  readonly c: Case
  /** What happened before does not count; ms since the epoch. */
  readonly from: number
}
