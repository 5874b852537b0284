import { plural } from '@slicescope/picture'
import type { CannotTellView, CheckView, FindingView, ServiceView } from '@slicescope/view'
import { Check, CircleQuestionMark, Minus, X } from 'lucide-react'
import { useEffect } from 'react'
import { useSpotlightStore } from '../state/stores.ts'
import { resourceWord } from '../words/missing.ts'
import { Coded } from '../controls/coded.tsx'
import { FindingCard } from './finding-card.tsx'
import { Section } from './section.tsx'
import { shownChecks } from './shown-checks.ts'

/** Why the Service is as it is: each finding with what was compared, what to do and the command that shows it. */
export function WhyPanel({ view }: { readonly view: ServiceView }) {
  const proven = view.findings.filter(({ causeCertainty }) => causeCertainty === 'proven')
  const others = view.findings.filter(({ causeCertainty }) => causeCertainty !== 'proven')
  return (
    <>
      {view.findings.length === 0 && <Nothing view={view} />}
      {proven.length > 0 && <Findings title="Proven" view={view} findings={proven} />}
      {others.length > 0 && (
        <Findings
          title={proven.length > 0 ? 'Other possible causes' : 'Likely, not proven'}
          view={view}
          findings={others}
        />
      )}
      {view.checklist.length > 0 && <Checklist checks={shownChecks(view)} />}
      {view.cannotTell.length > 0 && <CannotTell questions={view.cannotTell} />}
    </>
  )
}

function Nothing({ view }: { readonly view: ServiceView }) {
  const isWell = view.health === 'healthy'
  return (
    <p className="section faint" data-testid="no-findings">
      {isWell
        ? 'The endpoints of this Service are fine. Check next: its callers, network policies, DNS, and the Ingress, gateway or load balancer in front of it.'
        : 'Cause unknown: API objects do not show the reason.'}
    </p>
  )
}

interface FindingsProps {
  readonly title: string
  readonly view: ServiceView
  readonly findings: readonly FindingView[]
}

function Findings({ title, view, findings }: FindingsProps) {
  const spotlight = useSpotlightStore()
  // What the pointer is on may go without the pointer leaving it.
  useEffect(() => () => spotlight.turn(null), [spotlight])
  return (
    <Section title={title} note={plural(findings.length, 'finding')}>
      {findings.map(finding => (
        <FindingCard key={`${finding.code} ${finding.title}`} view={view} finding={finding} />
      ))}
    </Section>
  )
}

const CHECK_ICONS = { passed: Check, failed: X, 'cannot-tell': CircleQuestionMark, 'does-not-apply': Minus }
const CHECK_WORDS = {
  passed: 'passed',
  failed: 'failed',
  'cannot-tell': 'cannot tell',
  'does-not-apply': 'does not apply',
}

/** From the selector to traffic: each step with what was found, passed ones too. */
function Checklist({ checks }: { readonly checks: readonly CheckView[] }) {
  return (
    <Section title="From selector to traffic" note={plural(checks.length, 'check')}>
      <ul className="checklist" aria-label="Checks">
        {checks.map(({ key, title, state, sentence }) => {
          const Icon = CHECK_ICONS[state]
          return (
            <li key={key} data-check={key} data-state={state}>
              <Icon size={14} aria-label={CHECK_WORDS[state]} />
              <span>
                <b>{title}</b>{' '}
                <span className="faint">
                  <Coded text={sentence} />
                </span>
              </span>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

const LACKS = { forbidden: 'no permission', loading: 'still loading', 'not-recorded': 'not in this recording' } as const

function CannotTell({ questions }: { readonly questions: readonly CannotTellView[] }) {
  const lacks = new Map<string, string>()
  for (const { missing } of questions)
    for (const { resource, namespace, reason } of missing)
      lacks.set(
        `${resource} ${namespace}`,
        `${resourceWord(resource)}${namespace === null ? '' : ` in ${namespace}`}: ${LACKS[reason]}`,
      )
  return (
    <Section title="Cannot tell" note={plural(questions.length, 'question')}>
      <ul className="cannot-tell">
        {[...lacks].map(([key, words]) => (
          <li key={key}>{words}</li>
        ))}
      </ul>
      <details className="names">
        <summary>what was not checked</summary>
        <ul>
          {questions.map(({ code, title }) => (
            <li key={code}>
              {code} {title}
            </li>
          ))}
        </ul>
      </details>
    </Section>
  )
}
