import {
  ABSENT_EXPLANATION,
  ABSENT_LABEL,
  CELL_STATES,
  type CellState,
  formatCount,
  GLYPHS,
  RARE_STATES,
} from '@slicescope/picture'
import { GhostIcon, StateIcon } from '../drawing/icons.tsx'
import { MomentNote } from '../controls/now-note.tsx'
import { Section } from './section.tsx'

interface StateCountsProps {
  readonly title: string
  readonly counts: Readonly<Record<CellState, number>> | null
  readonly total: number | null
  readonly absent?: number
}

const COUNTED = CELL_STATES.filter(state => GLYPHS[state].counted)
const APART = CELL_STATES.filter(state => !GLYPHS[state].counted)

/** Backends by state, with their sum; what leaves stands not in these counts. */
export function StateCounts({ title, counts, total, absent = 0 }: StateCountsProps) {
  const hasApart = counts !== null && APART.some(state => counts[state] > 0)
  return (
    <Section title={title} note={<MomentNote />}>
      <dl className="counts">
        {COUNTED.filter(state => !RARE_STATES.has(state) || (counts !== null && counts[state] > 0)).map(state => (
          <Line key={state} state={state} count={counts?.[state] ?? null} />
        ))}
        <div className="fact total">
          <dt>total backends</dt>
          <dd data-count="total">{total === null ? 'not known' : formatCount(total)}</dd>
        </div>
      </dl>
      {hasApart && (
        <div className="apart">
          <span className="faint">not in these counts</span>
          <dl className="counts">
            {APART.map(state => (
              <Line key={state} state={state} count={counts[state]} />
            ))}
          </dl>
        </div>
      )}
      {absent > 0 && (
        <dl className="counts">
          <div className="fact" title={ABSENT_EXPLANATION}>
            <dt>
              <GhostIcon /> pods {ABSENT_LABEL}
            </dt>
            <dd>{formatCount(absent)}</dd>
          </div>
        </dl>
      )}
    </Section>
  )
}

function Line({ state, count }: { readonly state: CellState; readonly count: number | null }) {
  const { label, text, explanation } = GLYPHS[state]
  return (
    <div className="fact" title={explanation} data-state={state} data-zero={count === 0}>
      <dt>
        <StateIcon state={state} /> {label}
      </dt>
      <dd data-count={state} style={count === 0 ? {} : { color: `var(--${text})` }}>
        {count === null ? '?' : formatCount(count)}
      </dd>
    </div>
  )
}
