import type { StreamState } from '@slicescope/protocol'

/** Whether what is held has just been found to differ from the server; it stays so until whole topics came. */
export function isNewlyDamaged(before: StreamState, after: StreamState): boolean {
  return before.mismatches.length === 0 && after.mismatches.length > 0
}
