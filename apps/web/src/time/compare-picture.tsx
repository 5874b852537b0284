import { formatCount } from '@slicescope/picture'
import type { Comparison } from '@slicescope/view'
import { type CompareCell, type CompareZone, compareZones, FATE_WORDS, FATES } from './compare-cells.ts'
import { FateGlyph } from './fate-glyph.tsx'

/** More are counted: a comparison of thousands is read in its tables. */
const MOST_CELLS = 400

/** One picture of both moments: each backend in its zone, with what became of it. */
export function ComparePicture({ comparison }: { readonly comparison: Comparison }) {
  const zones = compareZones(comparison)
  const shown = FATES.filter(fate => zones.some(({ cells }) => cells.some(cell => cell.fate === fate)))
  return (
    <section className="compare-picture" aria-label="Backends by zone">
      <ul className="compare-legend" aria-label="Legend">
        {shown.map(fate => (
          <li key={fate} title={FATE_WORDS[fate].explanation}>
            <FateGlyph fate={fate} /> {FATE_WORDS[fate].label}{' '}
            <b>
              {formatCount(zones.reduce((sum, { cells }) => sum + cells.filter(cell => cell.fate === fate).length, 0))}
            </b>
          </li>
        ))}
      </ul>
      <ul className="compare-zones">
        {zones.map(zone => (
          <Zone key={zone.zone ?? ''} zone={zone} />
        ))}
      </ul>
    </section>
  )
}

function Zone({ zone: { zone, from, to, cells } }: { readonly zone: CompareZone }) {
  // One that is gone among many that serve is no loss of the zone.
  const isWorse = to.ready < from.ready && (to.ready === 0 || cells.some(({ fate }) => fate === 'lost'))
  return (
    <li className="compare-zone" data-worse={isWorse}>
      <p>
        <b className="clip">{zone ?? '(no zone)'}</b>
        <span className="compare-count">
          {formatCount(from.ready)}/{formatCount(from.total)} <span aria-label="to">→</span>{' '}
          <b className={isWorse ? 'lost' : ''}>
            {formatCount(to.ready)}/{formatCount(to.total)}
          </b>{' '}
          ready
        </span>
      </p>
      <div className="compare-cells">
        {cells.slice(0, MOST_CELLS).map((cell, index) => (
          // Those that are as they were have no name.
          // oxlint-disable-next-line react/no-array-index-key
          <span key={index} title={titleOf(cell)}>
            <FateGlyph fate={cell.fate} />
          </span>
        ))}
        {cells.length > MOST_CELLS && <span className="faint">and {formatCount(cells.length - MOST_CELLS)} more</span>}
      </div>
    </li>
  )
}

function titleOf({ fate, name, node }: CompareCell): string {
  const where = node === null ? '' : ` on ${node}`
  return name === '' ? FATE_WORDS[fate].label : `${name}: ${FATE_WORDS[fate].label}${where}`
}
