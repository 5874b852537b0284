import { useShownAt, useServerNow, useShownNow } from '../state/stores.ts'
import { toTime } from '../words/ages.ts'
import { localMoment, momentTitle } from '../words/local-times.ts'

/** Beside what is of now while the page shows the past: "shows now, not 04:12:00 CET". */
export function NowNote() {
  const at = useShownAt()
  const shown = useShownNow(60_000)
  const now = useServerNow(60_000)
  if (at === null) return null
  return (
    <span className="past-note" title={momentTitle(toTime(shown))}>
      shows now, not {localMoment(toTime(shown), now)}
    </span>
  )
}

/** "now", or the moment that is shown. */
export function MomentNote() {
  const at = useShownAt()
  const shown = useShownNow()
  const now = useServerNow(60_000)
  if (at === null) return 'now'
  return (
    <span className="past-note" title={momentTitle(toTime(shown))}>
      at {localMoment(toTime(shown), now)}
    </span>
  )
}
