import { useLastWord, usePlaceStore, useServerNow } from '../state/stores.ts'
import { momentMs } from '../url/moment.ts'
import { LIVE } from '../url/place.ts'
import { toTime } from '../words/ages.ts'
import { localMoment, momentTitle } from '../words/local-times.ts'

/** A moment of which nothing can be shown: why, and what is recorded. */
export function NothingThen({ at, why }: { readonly at: string; readonly why: string }) {
  const store = usePlaceStore()
  const now = useServerNow(60_000)
  const ms = momentMs(at)
  const last = useLastWord()
  return (
    <div className="condition" data-testid="nothing-then">
      <h1 title={ms === null ? at : momentTitle(toTime(ms))}>
        Nothing to show {ms === null ? 'of that position' : `at ${localMoment(toTime(ms), now)}`}
      </h1>
      <p>{why}</p>
      <button type="button" className="button" onClick={() => store.go(LIVE)}>
        {last === 'now' ? 'Return to live' : 'Go to the end'}
      </button>
    </div>
  )
}
