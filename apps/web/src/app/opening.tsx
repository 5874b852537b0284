import { severityWord } from '@slicescope/picture'
import type { Row } from '@slicescope/view'
import { HealthIcon } from '../drawing/icons.tsx'
import { Sentence } from '../verdict/sentence.tsx'
import { verdictTone } from '../verdict/verdict-tone.ts'
import type { ServiceName } from '../url/place.ts'

/** Between the click and the picture: what the list already knows. */
export function Opening({ name, row }: { readonly name: ServiceName; readonly row: Row | undefined }) {
  if (row === undefined) {
    return (
      <div className="condition" data-testid="opening">
        <h1>{name.name}</h1>
        <p>Loading its slices.</p>
      </div>
    )
  }
  return (
    <section className="verdict-block" data-tone={verdictTone(row.health, row.severity)} data-testid="opening">
      <div className="verdict">
        <HealthIcon health={row.health} severity={row.severity} size={30} />
        <div className="verdict-words">
          <p className="verdict-meta">
            <b>{severityWord(row)}</b> {row.namespace} / {row.name}
          </p>
          <Sentence head={row.verdict} />
          <p className="verdict-since faint">Loading its slices.</p>
        </div>
      </div>
    </section>
  )
}
