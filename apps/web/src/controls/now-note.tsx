import { useLastWord, useShownAt, useServerNow, useShownNow } from '../state/stores.ts'
import { toTime } from '../words/ages.ts'
import { localMoment, momentTitle } from '../words/local-times.ts'

/** Beside what is of now while the page shows the past: "shows now, not 04:12:00 CET". */
export function NowNote() {
  const at = useShownAt()
  const shown = useShownNow(60_000)
  const now = useServerNow(60_000)
  const last = useLastWord()
  if (at === null) return null
  return (
    <span className="past-note" title={momentTitle(toTime(shown))}>
      shows {last === 'now' ? 'now' : 'the end'}, not {localMoment(toTime(shown), now)}
    </span>
  )
}

/** "now", "at the end" of a recording, or the moment that is shown. */
export function MomentNote() {
  const at = useShownAt()
  const shown = useShownNow()
  const now = useServerNow(60_000)
  const last = useLastWord()
  if (at === null) return last === 'now' ? 'now' : 'at the end'
  return (
    <span className="past-note" title={momentTitle(toTime(shown))}>
      at {localMoment(toTime(shown), now)}
    </span>
  )
}
