import { Lightbulb } from 'lucide-react'
import type { ReactNode } from 'react'

interface BelievedProps {
  /** What people often believe, as they say it. */
  readonly belief: string
  /** What is true, and why. */
  readonly children: ReactNode
}

/** A common misconception and what is true, where people look for it. */
export function Believed({ belief, children }: BelievedProps) {
  return (
    <aside className="believed" aria-label="Common misconception">
      <Lightbulb size={14} aria-hidden />
      <p>
        Common misconception: <q>{belief}.</q> {children}
      </p>
    </aside>
  )
}
