import { Lightbulb } from 'lucide-react'
import type { ReactNode } from 'react'

interface BelievedProps {
  /** What is often believed, as people say it. */
  readonly belief: string
  /** What is so, and why. */
  readonly children: ReactNode
}

/** Something that is often believed and is not so, where people look for it. */
export function Believed({ belief, children }: BelievedProps) {
  return (
    <aside className="believed" aria-label="Often believed">
      <Lightbulb size={14} aria-hidden />
      <p>
        <q>{belief}</q> is often believed. {children}
      </p>
    </aside>
  )
}
