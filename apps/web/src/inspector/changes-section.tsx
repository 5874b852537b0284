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
  const { held, news, showNews } = useHeldChanges(changes)
  const shown = isWhole ? held : held.slice(0, SHOWN)
  return (
    <Section title="Changes" note={news === 0 ? 'last 60 min' : <News count={news} onShow={showNews} />}>
      {unchangedBefore !== null && <Unchanged onset={unchangedBefore} />}
      {changes.length === 0 && unchangedBefore === null && <p className="faint">None known.</p>}
      <ol className="changes" aria-label="Changes, newest first">
        {shown.map(change => (
          <Line key={change.key} change={change} />
        ))}
      </ol>
      {held.length > SHOWN && (
        <button type="button" className="link" onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Show fewer' : plural(held.length - SHOWN, 'earlier change')}
        </button>
      )}
    </Section>
  )
}

interface Held {
  readonly held: readonly ChangeView[]
  /** How many came since. */
  readonly news: number
  readonly showNews: () => void
}

/** The changes that were there at first, and of those since what a verdict names: lines stay where they are read. */
function useHeldChanges(changes: readonly ChangeView[]): Held {
  const [keys, setKeys] = useState<ReadonlySet<string>>(() => keysOf(changes))
  const since = changes.filter(({ key }) => !keys.has(key))
  const held = changes.filter(({ key }) => keys.has(key))
  // A short list grows until it has what is shown at first; so does one whose lines have become others'.
  const joining = held.length < SHOWN ? since : since.filter(({ inVerdict }) => inVerdict)
  if (joining.length > 0) setKeys(new Set([...keys, ...keysOf(joining)]))
  return {
    held,
    news: since.length,
    showNews: () => setKeys(keysOf(changes)),
  }
}

function keysOf(changes: readonly ChangeView[]): Set<string> {
  return new Set(changes.map(({ key }) => key))
}

function News({ count, onShow }: { readonly count: number; readonly onShow: () => void }) {
  return (
    <button type="button" className="link" onClick={onShow}>
      {formatCount(count)} new
    </button>
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
