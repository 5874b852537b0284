import type { Row } from '@slicescope/view'
import { ChevronDown } from 'lucide-react'
import { ListCounts } from '../list/list-counts.tsx'
import { LoudRow } from '../list/service-row.tsx'
import { useShownNow } from '../state/stores.ts'

interface SwitcherProps {
  readonly rows: readonly Row[]
  readonly open: string | null
  readonly isOpen: boolean
  readonly onToggle: () => void
}

/** On a phone: the open Service's row, which opens the list. */
export function Switcher({ rows, open, isOpen, onToggle }: SwitcherProps) {
  const now = useShownNow(10_000)
  const row = rows.find(({ key }) => key === open)
  return (
    <nav className="switcher" aria-label="Open Service">
      <ListCounts rows={rows} />
      <button type="button" className="row loud" aria-expanded={isOpen} onClick={onToggle}>
        {row === undefined ? (
          <span className="row-name">Choose a Service</span>
        ) : (
          <LoudRow row={row} gone={false} now={now} />
        )}
        <ChevronDown className="row-open" size={16} aria-hidden />
      </button>
    </nav>
  )
}
