import { formatCount, plural } from '@slicescope/picture'
import type { ChangeView } from '@slicescope/view'
import { useState } from 'react'
import { useShownNow } from '../state/stores.ts'
import { ago } from '../words/ages.ts'
import { localMoment, localSpan, momentTitle } from '../words/local-times.ts'
import { Section } from './section.tsx'

/** More on demand: what came just before stands at the top. */
const SHOWN = 5

interface ChangesProps {
  readonly changes: readonly ChangeView[]
  /** When a loss began before which nothing changed for 10 minutes; null where that is not known. */
  readonly unchangedBefore: string | null
}

/** What changed in the last 60 minutes, the newest first, with what the verdict names. */
export function ChangesSection({ changes, unchangedBefore }: ChangesProps) {
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? changes : changes.slice(0, SHOWN)
  return (
    <Section title="Changes" note="last 60 min">
      {unchangedBefore !== null && <Unchanged onset={unchangedBefore} />}
      {changes.length === 0 && unchangedBefore === null && <p className="faint">None known.</p>}
      <ol className="changes" aria-label="Changes, newest first">
        {shown.map(change => (
          <Line key={change.key} change={change} />
        ))}
      </ol>
      {changes.length > SHOWN && (
        <button type="button" className="link" onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Show fewer' : plural(changes.length - SHOWN, 'earlier change')}
        </button>
      )}
    </Section>
  )
}

function Unchanged({ onset }: { readonly onset: string }) {
  const now = useShownNow(10_000)
  return (
    <p className="faint">
      Nothing changed in the 10 minutes before the loss at{' '}
      <time dateTime={onset} title={momentTitle(onset)}>
        {localMoment(onset, now)}
      </time>
      .
    </p>
  )
}

function Line({ change }: { readonly change: ChangeView }) {
  const { until, basis, text, kind, inVerdict, steps } = change
  const now = useShownNow(10_000)
  const moment = momentTitle(until)
  return (
    <li data-change={kind} data-in-verdict={inVerdict}>
      <time dateTime={until} title={basis === 'object' ? moment : `${moment}, when Slicescope saw it`}>
        {ago(until, now)}
      </time>
      <span>
        {text}
        {inVerdict && <span className="named"> just before it began</span>}
        {steps.length > 0 && <Steps change={change} now={now} />}
      </span>
    </li>
  )
}

/** Each of those that were joined, on demand. */
function Steps({ change, now }: { readonly change: ChangeView; readonly now: number }) {
  const { time, until, steps, count } = change
  const left = count - steps.length
  return (
    <details className="names">
      <summary title={`${momentTitle(time)} to ${momentTitle(until)}`}>{localSpan(time, until, now)}</summary>
      <ol className="steps">
        {steps.map((step, at) => (
          // Steps have no key of their own: they are only ever added at the end.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={at}>
            <time dateTime={step.time} title={momentTitle(step.time)}>
              {localMoment(step.time, now)}
            </time>{' '}
            {step.text}
          </li>
        ))}
        {left > 0 && <li>and {formatCount(left)} more</li>}
      </ol>
    </details>
  )
}
