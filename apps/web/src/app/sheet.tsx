import { type ReactNode, useState } from 'react'

interface SheetProps {
  /** What its details are about; null: nothing was asked for, they stay down until they are raised by hand. */
  readonly asked: string | null
  /** Whether it is raised from the start. */
  readonly isRaisedAtFirst: boolean
  readonly children: ReactNode
}

/** Details on a phone: at the bottom, raised by its handle and by asking for something in them. */
export function Sheet({ asked, isRaisedAtFirst, children }: SheetProps) {
  const [{ seen, isRaised }, set] = useState({ seen: asked, isRaised: isRaisedAtFirst })
  if (asked !== seen) set({ seen: asked, isRaised: isRaised || asked !== null })
  return (
    <aside className="sheet" aria-label="Details" data-raised={isRaised}>
      <button
        type="button"
        className="handle"
        aria-expanded={isRaised}
        aria-label={isRaised ? 'Collapse the details' : 'Expand the details'}
        onClick={() => set({ seen: asked, isRaised: !isRaised })}
      />
      <div className="sheet-body">{children}</div>
    </aside>
  )
}
