import { type Live, NOTHING_LIVE } from './live.ts'

/** What a page knows that shows cluster `prod`, told by what differs from knowing nothing yet. */
export function aLive(over: Partial<Live> = {}): Live {
  return { ...NOTHING_LIVE, cluster: 'prod', ...over }
}
