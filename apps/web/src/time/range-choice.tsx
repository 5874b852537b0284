import { usePlaceStore } from '../state/stores.ts'
import { RANGES } from '../url/place.ts'
import { formatMoment } from '../url/moment.ts'
import { toTime } from '../words/ages.ts'
import { localSpan, readersTimeZone } from '../words/local-times.ts'
import { RangeField } from './range-field.tsx'
import { rangeLabel } from './range-text.ts'
import { RANGE_WORDS } from './strip-span.ts'
import type { StripTime } from './use-strip-time.ts'

interface RangeChoiceProps {
  readonly time: StripTime
  readonly isTyping: boolean
  readonly onTyping: (isTyping: boolean) => void
  /** Where the keys go then. */
  readonly onLeave: () => void
}

/** How much time the strip shows: a named range, or one of the reader's own. */
export function RangeChoice({ time, isTyping, onTyping, onLeave }: RangeChoiceProps) {
  const store = usePlaceStore()
  const { range, span, now } = time
  const own = typeof range === 'string' ? null : range
  const shown = own ?? {
    from: formatMoment(seconds(span.from)),
    to: span.to >= now ? null : formatMoment(seconds(span.to)),
  }
  if (isTyping)
    return (
      <RangeField
        range={shown}
        now={now}
        onRange={next => store.replace({ range: next })}
        onClose={isDone => {
          onTyping(false)
          if (isDone) onLeave()
        }}
      />
    )
  return (
    <div className="strip-ranges" role="group" aria-label="Range">
      {RANGES.map(each => (
        <button
          key={each}
          type="button"
          tabIndex={-1}
          aria-pressed={each === range}
          title={`Show ${RANGE_WORDS[each]} (+ and -)`}
          onClick={() => store.replace({ range: each })}
        >
          {each}
        </button>
      ))}
      <button
        type="button"
        tabIndex={-1}
        aria-pressed={own !== null}
        title={`${own === null ? '' : `${localSpan(own.from, own.to ?? toTime(now), now)}. `}Type a range of your own (r); the wheel over the strip zooms`}
        onClick={() => onTyping(true)}
      >
        {own === null ? 'own' : rangeLabel(own, { now, timeZone: readersTimeZone() })}
      </button>
    </div>
  )
}

function seconds(ms: number): number {
  return Math.round(ms / 1000) * 1000
}
