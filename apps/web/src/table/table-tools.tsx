import { formatCount, GLYPHS, plural } from '@slicescope/picture'
import type { ServiceView } from '@slicescope/view'
import { Download } from 'lucide-react'
import { StateIcon } from '../drawing/icons.tsx'
import { saveFile } from '../share/save-file.ts'
import { entryCounts, tableCsv, type TableLine } from './table-lines.ts'

interface TableToolsProps {
  readonly view: ServiceView
  /** In the order shown. */
  readonly lines: readonly TableLine[]
  /** Of all of them; null where they differ, or where a column says it. */
  readonly ports: string | null
}

/** Over the table: how many entries there are of each state, and all of it as a file. */
export function TableTools({ view: { service }, lines, ports }: TableToolsProps) {
  const save = () =>
    saveFile(new Blob([tableCsv(lines)], { type: 'text/csv' }), `${service.name}-${service.namespace}.csv`)
  return (
    <div className="table-tools">
      <span>{plural(lines.length, 'entry in slices', 'entries in slices')}</span>
      {entryCounts(lines).map(({ state, count }) => (
        <span key={state} className="table-count">
          <StateIcon state={state} size={12} /> {formatCount(count)} {GLYPHS[state].label}
        </span>
      ))}
      {ports !== null && (
        <span className="table-ports">
          <span>
            all with <code>{ports}</code>
          </span>
        </span>
      )}
      <button type="button" className="choice" onClick={save} title="Save these lines as CSV">
        <Download size={13} aria-hidden /> CSV
      </button>
    </div>
  )
}
