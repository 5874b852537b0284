import type { FindingView, ServiceView } from '@slicescope/view'
import { usePlaceStore } from '../state/stores.ts'
import { Coded } from '../controls/coded.tsx'
import { Section } from './section.tsx'

interface SaidProps {
  readonly view: ServiceView
  readonly kind: 'Pod' | 'Node' | 'EndpointSlice'
  readonly name: string
  /** Of a backend or an absent pod: its key, by which findings name what they explain. */
  readonly backend?: string
}

/** What findings know of one object: each with what was found in it, and a link to all of it. */
export function SaidOfObject({ view, kind, name, backend }: SaidProps) {
  const store = usePlaceStore()
  const said = view.findings.flatMap(finding => {
    const lines = linesOf(finding, kind, name)
    const isMeant = backend !== undefined && Array.isArray(finding.broken) && finding.broken.includes(backend)
    return lines.length > 0 || isMeant ? [{ finding, lines }] : []
  })
  if (said.length === 0) return null
  return (
    <Section title="Findings">
      <ul className="said" aria-label={`Findings about ${name}`}>
        {said.map(({ finding, lines }) => (
          <li key={`${finding.code} ${finding.title}`} data-code={finding.code} data-severity={finding.severity}>
            <p>
              <b>{finding.title}</b>{' '}
              <button type="button" className="link" onClick={() => store.go({ selection: null, tab: 'why' })}>
                Why
              </button>
            </p>
            {lines.length === 0 ? (
              <p className="faint">
                <Coded text={finding.facts} />
              </p>
            ) : (
              lines.map(line => (
                <p key={line} className="faint">
                  {line}
                </p>
              ))
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}

function linesOf({ evidence }: FindingView, kind: string, name: string): readonly string[] {
  return evidence
    .filter(({ object }) => object.kind === kind && object.name === name)
    .map(
      ({ field, found, expected }) =>
        `${field}: ${found === '' ? '(none)' : found}${expected === '' ? '' : `, expected ${expected}`}`,
    )
}
