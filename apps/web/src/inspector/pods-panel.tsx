import { formatCount } from '@slicescope/picture'
import type { ExpectedAnswer, ExpectedLine, ServiceView } from '@slicescope/view'
import { Check, Minus, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { MiddleClip } from '../drawing/middle-clip.tsx'
import type { AskedService } from '../questions/asked.ts'
import { expectedQuery } from '../questions/service-queries.ts'
import { useFreshQuery } from '../questions/use-fresh-query.ts'
import type { Selection } from '../url/place.ts'
import { Section } from './section.tsx'

interface PodsPanelProps {
  readonly asked: AskedService
  readonly view: ServiceView
  readonly onSelect: (selection: Selection) => void
}

/** Should and is: which pods the selector matches, beside which the slices list, each difference with its reason. */
export function PodsPanel({ asked, view, onSelect }: PodsPanelProps) {
  const { data, error } = useFreshQuery(expectedQuery(asked), view)
  if (error !== null) return <p className="section faint">{error.message}</p>
  if (data === undefined) return <p className="section faint">Comparing pods and slices.</p>
  return (
    <>
      <Section title="Selector and slices" note="should and is">
        <dl className="should-is">
          <div>
            <dt>selector matches</dt>
            <dd>{formatCount(data.matched)}</dd>
          </div>
          <div>
            <dt>slices list</dt>
            <dd>{formatCount(data.listed)}</dd>
          </div>
          <div data-differs={data.differing > 0}>
            <dt>differ</dt>
            <dd>{formatCount(data.differing)}</dd>
          </div>
        </dl>
        <p className="faint">{summaryOf(data)}</p>
      </Section>
      <Lines answer={data} view={view} onSelect={onSelect} />
    </>
  )
}

function summaryOf({ notControlled, matched, differing }: ExpectedAnswer): string {
  if (notControlled !== null) return notControlled
  if (matched === 0) return 'The selector matches no pod.'
  return differing === 0
    ? 'The slices say what the pods ask for.'
    : 'Each line that differs says what the pod asks for and what the slices list.'
}

/** Enough for a screen; the rest on demand. */
const SHOWN = 50

interface LinesProps {
  readonly answer: ExpectedAnswer
  readonly view: ServiceView
  readonly onSelect: PodsPanelProps['onSelect']
}

function Lines({ answer: { lines, more }, view, onSelect }: LinesProps) {
  const [isWhole, setWhole] = useState(false)
  if (lines.length === 0) return null
  const keys = new Set([...view.backends, ...view.pods, ...view.absentPods].map(({ key }) => key))
  const shown = isWhole ? lines : lines.slice(0, SHOWN)
  const rest = lines.length - shown.length
  return (
    <Section title="Pods" note="pod asks for → slices list">
      <ul className="expected" aria-label="Pods, what differs first">
        {shown.map(line => (
          <Line key={line.key} line={line} onSelect={keys.has(line.key) ? onSelect : null} />
        ))}
      </ul>
      {rest > 0 && (
        <button type="button" className="link" onClick={() => setWhole(true)}>
          {formatCount(rest)} more
        </button>
      )}
      {more > 0 && isWhole && <p className="faint">and {formatCount(more)} more that agree</p>}
    </Section>
  )
}

function Line({ line, onSelect }: { readonly line: ExpectedLine; readonly onSelect: LinesProps['onSelect'] | null }) {
  const { key, name, should, is, isMatched, differs, why } = line
  const Icon = differs ? TriangleAlert : is === null ? Minus : Check
  return (
    <li data-differs={differs}>
      <Icon size={13} aria-hidden />
      {onSelect === null ? (
        <code className="clip">
          <MiddleClip text={name} />
        </code>
      ) : (
        <button type="button" className="link mono clip" title={name} onClick={() => onSelect({ kind: 'pod', key })}>
          <MiddleClip text={name} />
        </button>
      )}
      <span className="faint">
        {isMatched ? wordOf(should) : 'not matched'} → {wordOf(is)}
      </span>
      {why !== null && <p>{why}</p>}
    </li>
  )
}

/** How an entry is, in a word. */
function wordOf(conditions: ExpectedLine['should'] | ExpectedLine['is']): string {
  if (conditions === null) return 'not listed'
  if (conditions.terminating) return conditions.serving ? 'serving-terminating' : 'terminating'
  return conditions.ready ? 'ready' : 'not ready'
}
