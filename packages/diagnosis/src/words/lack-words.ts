import type { Coverage } from '@slicescope/graph'

const LACKS = {
  loading: 'are still loading',
  forbidden: 'cannot be read (RBAC)',
  'not-recorded': 'are not in this recording',
} as const

/** Returns what is said of objects that are missing, after their name: "cannot be read (RBAC)". */
export function lackWords(reason: Exclude<Coverage, 'known'>): string {
  return LACKS[reason]
}
