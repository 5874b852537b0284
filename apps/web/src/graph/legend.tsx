import {
  CELL_STATES,
  formatCount,
  GLYPHS,
  RARE_STATES,
  quietlyMarked,
  PUBLISHED_EXPLANATION,
  PUBLISHED_LABEL,
  ABSENT_EXPLANATION,
  ABSENT_LABEL,
  NEAR_EXPLANATION,
  NEAR_LABEL,
} from '@slicescope/picture'
import type { ServiceView } from '@slicescope/view'
import { GhostIcon, StateIcon } from '../drawing/icons.tsx'
import { stateCounts } from '../words/state-counts.ts'

/** What comes and goes stands behind these, and moves none of them. */
const COMMON = CELL_STATES.filter(state => !RARE_STATES.has(state))

/** With so many, all backends have their names already. */
const NAMED_UP_TO = 150

function hasQuietMarks(view: ServiceView): boolean {
  const marked = quietlyMarked(view)
  if (marked === null) return false
  const { named, quietCells } = marked
  return named.service || named.slices.size > 0 || named.nodes.size > 0 || quietCells.size > 0
}

/** The glyphs with their counts; what they mean on hover. One line beside a picture: what comes and goes in it moves nothing. */
export function Legend({ view, isTable }: { readonly view: ServiceView; readonly isTable: boolean }) {
  const counts = stateCounts(view)
  const published = view.backends.filter(({ published }) => published).length
  return (
    <ul className="legend" aria-label="Backends by state">
      {[...COMMON, ...[...RARE_STATES].filter(state => counts !== null && counts[state] > 0)].map(state => (
        <li key={state} title={GLYPHS[state].explanation} data-state={state} data-none={counts?.[state] === 0}>
          <StateIcon state={state} />
          <span className="clip">{GLYPHS[state].label}</span>{' '}
          <b>{counts === null ? '?' : formatCount(counts[state])}</b>
        </li>
      ))}
      {published > 0 && (
        <li title={PUBLISHED_EXPLANATION}>
          <StateIcon state="not-ready" published />
          <span className="clip">{PUBLISHED_LABEL}</span> <b>{formatCount(published)}</b>
        </li>
      )}
      {view.absentPods.length > 0 && (
        <li title={ABSENT_EXPLANATION}>
          <GhostIcon />
          <span className="clip">{ABSENT_LABEL}</span> <b>{formatCount(view.absentPods.length)}</b>
        </li>
      )}
      {view.nearMisses.length > 0 && (
        <li title={NEAR_EXPLANATION}>
          <GhostIcon near />
          <span className="clip">{NEAR_LABEL}</span> <b>{formatCount(view.nearMisses.length)}</b>
        </li>
      )}
      {!isTable && (
        <li className="legend-notes">
          {hasQuietMarks(view) && (
            <span className="legend-named" title="Objects of the first finding: see the Why tab">
              <span className="legend-mark" /> named by the first finding
            </span>
          )}
          {view.backends.some(({ state }) => state !== 'ready') && <span>dashed edge: lost</span>}
          {view.backends.length > NAMED_UP_TO && <span>double-click: names</span>}
        </li>
      )}
    </ul>
  )
}
