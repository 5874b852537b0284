import { plural } from '@slicescope/picture'
import type { ChangeView } from '@slicescope/view'
import { useState } from 'react'
import { useShownNow } from '../state/stores.ts'
import { ago } from '../words/ages.ts'
import { momentTitle } from '../words/local-times.ts'
import { Section } from './section.tsx'

/** More on demand: what came just before stands at the top. */
const SHOWN = 5

/** What changed in the last 60 minutes, the newest first, with what the verdict names. */
export function ChangesSection({ changes }: { readonly changes: readonly ChangeView[] }) {
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? changes : changes.slice(0, SHOWN)
  return (
    <Section title="Changes" note="last 60 min">
      {changes.length === 0 && <p className="faint">None known.</p>}
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

function Line({ change: { time, basis, text, kind, inVerdict } }: { readonly change: ChangeView }) {
  const now = useShownNow(10_000)
  const moment = momentTitle(time)
  return (
    <li data-change={kind} data-in-verdict={inVerdict}>
      <time dateTime={time} title={basis === 'object' ? moment : `${moment}, when Slicescope saw it`}>
        {ago(time, now)}
      </time>
      <span>
        {text}
        {inVerdict && <span className="named"> just before it began</span>}
      </span>
    </li>
  )
}
