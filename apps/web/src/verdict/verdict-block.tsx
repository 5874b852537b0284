import { formatCount, HEALTH_WORDS, healthToken, plural, severityWord, wallTime } from '@slicescope/picture'
import type { ServiceView } from '@slicescope/view'
import { splitStatement } from '@slicescope/view/text'
import type { ReactNode } from 'react'
import { usePlaceStore, useShownNow } from '../state/stores.ts'
import { CopyButton } from '../controls/copy-button.tsx'
import { HealthIcon, StateIcon } from '../drawing/icons.tsx'
import { sinceLine, toTime } from '../words/ages.ts'
import { localMoment, momentTitle, readersTimeZone } from '../words/local-times.ts'
import { Sentence } from './sentence.tsx'
import { verdictTone } from './verdict-tone.ts'
import { ZoneStrip } from './zone-strip.tsx'

interface VerdictBlockProps {
  readonly view: ServiceView
  readonly selectedZone: string | null
  readonly onZone: (key: string) => void
  /** At its upper right. */
  readonly tools: ReactNode
}

/** What is wrong and where, in one sentence, and all zones. */
export function VerdictBlock({ view, selectedZone, onZone, tools }: VerdictBlockProps) {
  const { service, health, verdict } = view
  return (
    <section className="verdict-block" data-tone={verdictTone(health, verdict.severity)} aria-label="Verdict">
      <div className="verdict">
        <HealthIcon health={health} severity={verdict.severity} recovered={view.recovered !== null} size={30} />
        <div className="verdict-words">
          <div className="verdict-top">
            <p className="verdict-meta">
              <b
                style={{ color: `var(--${healthToken(health, verdict.severity)})` }}
                title={HEALTH_WORDS[health].explanation}
              >
                {view.deleted === null ? severityWord(view) : 'DELETED'}
              </b>
              <span className="clip">
                {service.namespace} / {service.name}
              </span>
            </p>
            {tools}
          </div>
          <Sentence {...splitStatement(verdict)} asOf={verdict.prefix} />
          <VerdictSince view={view} />
        </div>
      </div>
      <ZoneStrip zones={view.zones} selected={selectedZone} onZone={onZone} />
    </section>
  )
}

/** The moment shown, with date and zone: a screenshot says when it was taken. */
function AsOf() {
  const now = useShownNow()
  const time = toTime(now)
  const { date, clock, zone } = wallTime(time, readersTimeZone())
  return (
    <time className="as-of faint" dateTime={time} title={momentTitle(time)}>
      {date} {clock} {zone}
    </time>
  )
}

function VerdictSince({ view }: { readonly view: ServiceView }) {
  const now = useShownNow(10_000)
  const store = usePlaceStore()
  const { since } = view.verdict
  return (
    <p className="verdict-since">
      {since !== null && <span title={momentTitle(since.time)}>{sinceLine(since, now, localMoment)}</span>}
      {view.findings.length > 0 && (
        <button type="button" className="why" onClick={() => store.go({ selection: null, tab: 'why' })}>
          Why? {plural(view.findings.length, 'finding')}
        </button>
      )}
      <CopyButton text={view.verdict.sentence.replaceAll('`', '')} />
      {view.starting !== null && view.starting > 0 && (
        <span className="starting">
          <StateIcon state="starting" size={13} /> {formatCount(view.starting)} starting
        </span>
      )}
      {view.rolling && <span>a rollout is running</span>}
      {view.service.otherProxy !== null && <span>handled by {view.service.otherProxy}</span>}
      <AsOf />
    </p>
  )
}
