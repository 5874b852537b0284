import { plural } from '@slicescope/picture'
import type { Row } from '@slicescope/view'
import { useState } from 'react'
import { HealthIcon } from '../drawing/icons.tsx'
import { Coded } from '../controls/coded.tsx'
import { usePlaceStore } from '../state/stores.ts'

/** More than these are for the list and its filter. */
const SHOWN = 5

/** What is worth knowing of Services although none needs attention: each with its first finding. */
export function Remarks({ rows }: { readonly rows: readonly Row[] }) {
  const store = usePlaceStore()
  const told = useOrderOfArrival(rows.filter(({ findings }) => findings.length > 0))
  if (told.length === 0) return null
  return (
    <section className="remarks" aria-label="Worth knowing">
      <h2>Worth knowing</h2>
      <ul>
        {told.slice(0, SHOWN).map(({ key, namespace, name, health, severity, verdict, findings }) => (
          <li key={key}>
            <button type="button" onClick={() => store.go({ service: { namespace, name }, selection: null })}>
              <HealthIcon health={health} severity={severity} size={14} />
              <span>
                <b>{name}</b> <span className="faint">{namespace}</span>
                <br />
                <Coded text={verdict} />
                {health === 'healthy' && (
                  <span className="faint"> {findings.map(({ title }) => title).join('; ')}.</span>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {told.length > SHOWN && (
        <p className="faint">and {plural(told.length - SHOWN, 'Service')} more: the filter by finding lists them.</p>
      )}
    </section>
  )
}

/** What is there keeps its place: what comes later stands below it. */
function useOrderOfArrival(rows: readonly Row[]): readonly Row[] {
  const [known, setKnown] = useState<readonly string[]>([])
  const byKey = new Map(rows.map(row => [row.key, row]))
  const kept = known.flatMap(key => byKey.get(key) ?? [])
  const arrived = rows.filter(({ key }) => !known.includes(key))
  const ordered = [...kept, ...arrived]
  if (arrived.length > 0 || kept.length < known.length) setKnown(ordered.map(({ key }) => key))
  return ordered
}
