import type { ReactNode } from 'react'

interface SectionProps {
  readonly title: string
  readonly note?: string
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
}

/** One line: what it is, and its value. */
export function Fact({ name, children, mono = false }: FactProps) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd className={mono ? 'mono' : ''}>{children}</dd>
    </div>
  )
}
