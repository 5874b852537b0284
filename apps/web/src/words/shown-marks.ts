import { CONNECTION_WORDS } from '@slicescope/picture'
import type { Freshness, Mark } from '@slicescope/view'

/** What a mark means. One that was never reached was not lost. */
export function explanationOf(mark: Mark, heard: string | null): string {
  if (mark === 'BLIND' && heard === null) return 'The API server has not been reached yet.'
  return CONNECTION_WORDS[mark].explanation
}

/** Whether the API server was never reached: then that is all there is to say. */
export function isNeverReached({ state, heard }: Freshness): boolean {
  return state === 'BLIND' && heard === null
}

/** The marks beside the ages: of one that was never reached nothing is partial. */
export function shownMarks(freshness: Freshness): readonly Mark[] {
  const { marks } = freshness
  return isNeverReached(freshness) ? marks.filter(mark => mark !== 'PARTIAL' && mark !== 'CATCHING UP') : marks
}
