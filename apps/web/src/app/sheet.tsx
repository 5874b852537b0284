import { type ReactNode, useState } from 'react'

interface SheetProps {
  /** Something was chosen whose details the sheet shows. */
  readonly isWanted: boolean
  readonly children: ReactNode
}

/** Details on a phone: at the bottom, raised by its handle. */
export function Sheet({ isWanted, children }: SheetProps) {
  const [isRaised, setRaised] = useState(false)
  return (
    <aside className="sheet" aria-label="Details" data-raised={isRaised || isWanted}>
      <button
        type="button"
        className="handle"
        aria-expanded={isRaised}
        aria-label={isRaised ? 'Lower the details' : 'Raise the details'}
        onClick={() => setRaised(!isRaised)}
      />
      <div className="sheet-body">{children}</div>
    </aside>
  )
}
