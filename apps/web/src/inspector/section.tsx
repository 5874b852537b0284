import type { ReactNode } from 'react'
import { CopyButton } from '../controls/copy-button.tsx'

interface SectionProps {
  readonly title: string
  readonly note?: ReactNode
  readonly children: ReactNode
}

export function Section({ title, note, children }: SectionProps) {
  return (
    <section className="section">
      <h3>
        {title}
        {note !== undefined && <span className="faint">{note}</span>}
      </h3>
      {children}
    </section>
  )
}

interface FactProps {
  readonly name: string
  readonly children: ReactNode
  readonly mono?: boolean
  /** What the button beside it copies. */
  readonly copy?: string
}

/** One line: what it is, and its value. */
export function Fact({ name, children, mono = false, copy }: FactProps) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd className={mono ? 'mono' : ''}>
        {children}
        {copy !== undefined && <CopyButton text={copy} />}
      </dd>
    </div>
  )
}
