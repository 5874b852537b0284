import { formatCount, plural } from '@slicescope/picture'
import type { CannotTellView, CheckView, FindingView, ServiceView } from '@slicescope/view'
import { Check, CircleQuestionMark, Minus, X } from 'lucide-react'
import { allRows } from '../app/open-service.ts'
import { useLive, usePlaceStore } from '../app/stores.ts'
import { hasFinding } from '../list/finding-choices.ts'
import { resourceWord } from '../words/missing.ts'
import { Command } from './kubectl-section.tsx'
import { Section } from './section.tsx'

/** Why the Service is as it is: each finding with what was compared, what to do and the command that shows it. */
export function WhyPanel({ view }: { readonly view: ServiceView }) {
  const proven = view.findings.filter(({ causeCertainty }) => causeCertainty === 'proven')
  const others = view.findings.filter(({ causeCertainty }) => causeCertainty !== 'proven')
  return (
    <>
      {view.findings.length === 0 && <Nothing view={view} />}
      {proven.length > 0 && <Findings title="Proven" findings={proven} />}
      {others.length > 0 && (
        <Findings title={proven.length > 0 ? 'Could also be' : 'Likely, not proven'} findings={others} />
      )}
      {view.checklist.length > 0 && <Checklist checks={view.checklist} />}
      {view.cannotTell.length > 0 && <CannotTell questions={view.cannotTell} />}
    </>
  )
}

function Nothing({ view }: { readonly view: ServiceView }) {
  const isWell = view.health === 'healthy'
  return (
    <p className="section faint" data-testid="no-findings">
      {isWell
        ? 'Nothing is wrong with what is behind this Service. Look next at its callers, network policies, DNS and what stands in front of it.'
        : 'No cause is known: what the API tells does not say why.'}
    </p>
  )
}

function Findings({ title, findings }: { readonly title: string; readonly findings: readonly FindingView[] }) {
  return (
    <Section title={title} note={plural(findings.length, 'finding')}>
      {findings.map(finding => (
        <FindingCard key={`${finding.code} ${finding.title}`} finding={finding} />
      ))}
    </Section>
  )
}

/** More say the same again. */
const SHOWN = 6

function FindingCard({ finding }: { readonly finding: FindingView }) {
  const { code, severity, causeCertainty, title, evidence, kubectl, remedy } = finding
  const store = usePlaceStore()
  const services = useLive(live => allRows(live).filter(row => hasFinding(row, code)).length)
  return (
    <article className="finding" data-code={code} data-severity={severity}>
      <h4>{title}</h4>
      <p className="faint finding-meta">
        <b>{severity}</b> {code}, cause {causeCertainty}
        {services > 1 && (
          <button type="button" className="link" onClick={() => store.go({ finding: code, query: '', health: [] })}>
            {formatCount(services)} Services have it
          </button>
        )}
      </p>
      <ul className="evidence">
        {evidence.slice(0, SHOWN).map(({ object, field, found, expected }) => (
          <li key={`${object.kind} ${object.name} ${field}`}>
            <span className="faint">
              {object.kind} <code>{object.name}</code> {field}
            </span>
            <span>
              <code>{found === '' ? '(none)' : found}</code>
              {expected !== '' && (
                <>
                  <span className="faint"> expected </span>
                  <code>{expected}</code>
                </>
              )}
            </span>
          </li>
        ))}
        {evidence.length > SHOWN && <li className="faint">and {evidence.length - SHOWN} more</li>}
      </ul>
      <p>{remedy}</p>
      {kubectl !== '' && <Command command={kubectl} />}
    </article>
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
                <b>{title}</b> <span className="faint">{sentence}</span>
              </span>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

function CannotTell({ questions }: { readonly questions: readonly CannotTellView[] }) {
  const lacks = new Map<string, string>()
  for (const { missing } of questions)
    for (const { resource, namespace, reason } of missing)
      lacks.set(
        `${resource} ${namespace}`,
        `${resourceWord(resource)}${namespace === null ? '' : ` in ${namespace}`}: ${reason === 'forbidden' ? 'no permission' : 'being read'}`,
      )
  return (
    <Section title="Cannot tell" note={plural(questions.length, 'question')}>
      <ul className="cannot-tell">
        {[...lacks].map(([key, words]) => (
          <li key={key}>{words}</li>
        ))}
      </ul>
      <details className="names">
        <summary>what was not looked into</summary>
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
