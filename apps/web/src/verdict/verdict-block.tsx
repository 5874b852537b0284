import { HEALTH_WORDS, healthToken, plural, severityWord } from '@slicescope/picture'
import type { ServiceView } from '@slicescope/view'
import { splitStatement } from '@slicescope/view/text'
import type { ReactNode } from 'react'
import { usePlaceStore, useServerNow } from '../app/stores.ts'
import { HealthIcon } from '../drawing/icons.tsx'
import { sinceLine } from '../words/ages.ts'
import { Coded } from '../words/coded.tsx'
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
        <HealthIcon health={health} severity={verdict.severity} size={30} />
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
          <Sentence {...splitStatement(verdict)} />
          <VerdictSince view={view} />
        </div>
      </div>
      <ZoneStrip zones={view.zones} selected={selectedZone} onZone={onZone} />
    </section>
  )
}

/** What is wrong, and more quietly what that leaves. */
export function Sentence({ head, rest = '' }: { readonly head: string; readonly rest?: string }) {
  return (
    <h1 className="sentence" data-testid="verdict">
      <Coded text={head} />
      {rest !== '' && (
        <span className="rest">
          {' '}
          <Coded text={rest} />
        </span>
      )}
    </h1>
  )
}

function VerdictSince({ view }: { readonly view: ServiceView }) {
  const now = useServerNow(10_000)
  const store = usePlaceStore()
  const { since } = view.verdict
  return (
    <p className="verdict-since">
      {since !== null && <span>{sinceLine(since, now)}</span>}
      {view.findings.length > 0 && (
        <button type="button" className="why" onClick={() => store.go({ selection: null, tab: 'why' })}>
          Why? {plural(view.findings.length, 'finding')}
        </button>
      )}
      {view.rolling && <span>a rollout is running</span>}
      {view.service.otherProxy !== null && <span>handled by {view.service.otherProxy}</span>}
    </p>
  )
}
