import type { Row } from '@slicescope/view'

/** A finding that some Service has, and how many have it. */
export interface FindingChoice {
  readonly code: string
  readonly title: string
  readonly services: number
}

/** The findings of these rows, in the order in which the rows come to them: what is worst first. */
export function findingChoices(rows: readonly Row[]): readonly FindingChoice[] {
  const choices = new Map<string, FindingChoice>()
  for (const { findings } of rows)
    for (const { code, title } of findings)
      choices.set(code, { code, title, services: (choices.get(code)?.services ?? 0) + 1 })
  return [...choices.values()]
}

export function hasFinding({ findings }: Row, code: string): boolean {
  return findings.some(finding => finding.code === code)
}
