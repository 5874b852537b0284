import { CONNECTION_WORDS, freshnessWords } from '@slicescope/picture'
import type { Freshness } from '@slicescope/view'
import { useLive, useServerNow } from '../state/stores.ts'
import { toTime } from '../words/ages.ts'
import { clockStepLine } from '../words/clock-step.ts'
import { explanationOf, isNeverReached, shownMarks } from '../words/shown-marks.ts'
import { missingLine } from '../words/missing.ts'

/** "2026-01-31 03:12:00 UTC" */
function utcText(ms: number): string {
  return `${toTime(ms).slice(0, 19).replace('T', ' ')} UTC`
}

/** How far what is shown can be trusted: the state's word, when it was heard and verified, and what is missing. */
export function FreshnessLine({ freshness }: { readonly freshness: Freshness | null }) {
  const now = useServerNow()
  const isRefused = useLive(({ link }) => link.state === 'refused')
  if (freshness === null) return <p className="freshness faint">{isRefused ? '' : 'connecting'}</p>
  const missing = isNeverReached(freshness) ? '' : missingLine(freshness)
  const words = freshness.state === 'RECORDING' ? `as of ${utcText(now)}` : freshnessWords(freshness, toTime(now))
  const [main, event] = words.split(', last event')
  const clockStep = clockStepLine(freshness, now)
  return (
    <p className="freshness" data-testid="freshness" data-state={freshness.state}>
      {shownMarks(freshness).map(mark => {
        const { text } = CONNECTION_WORDS[mark]
        return (
          <b
            key={mark}
            className="mark"
            title={explanationOf(mark, freshness.heard)}
            style={{ color: `var(--${text})` }}
          >
            {mark}
          </b>
        )
      })}
      <span className="ages" title={words}>
        {main}
        {event !== undefined && <span className="last-event">, last event{event}</span>}
      </span>
      {clockStep !== '' && (
        <span className="missing clip" title={`${clockStep} on the machine that runs Slicescope`}>
          {clockStep}
        </span>
      )}
      {missing !== '' && (
        <span className="missing clip" title={missing}>
          {missing}
        </span>
      )}
    </p>
  )
}
