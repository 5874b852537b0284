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
  /** Pods that no slice lists; left out where that is not asked. */
  readonly absent?: number
}

const COUNTED = CELL_STATES.filter(state => GLYPHS[state].counted)
const APART = CELL_STATES.filter(state => !GLYPHS[state].counted)

/** Of these there is a line also where there are none: lines that come and go would move what is below. */
const ALWAYS: ReadonlySet<CellState> = new Set(
  CELL_STATES.filter(state => state === 'starting' || !RARE_STATES.has(state)),
)

/** Backends by state, with their sum; what leaves stands not in these counts. */
export function StateCounts({ title, counts, total, absent }: StateCountsProps) {
  return (
    <Section title={title} note={<MomentNote />}>
      <dl className="counts">
        {COUNTED.filter(state => ALWAYS.has(state) || (counts !== null && counts[state] > 0)).map(state => (
          <Line key={state} state={state} count={counts?.[state] ?? null} />
        ))}
        <div className="fact total">
          <dt>total backends</dt>
          <dd data-count="total">{total === null ? 'not known' : formatCount(total)}</dd>
        </div>
      </dl>
      {counts !== null && (
        <div className="apart">
          <span className="faint">not in these counts</span>
          <dl className="counts">
            {APART.map(state => (
              <Line key={state} state={state} count={counts[state]} />
            ))}
          </dl>
        </div>
      )}
      {absent !== undefined && (
        <dl className="counts">
          <div className="fact" title={ABSENT_EXPLANATION} data-zero={absent === 0}>
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
