import type { Finding } from '../finding.ts'
import { RULES } from '../rules.ts'
import { findingOf } from '../testing/web-service.ts'
import { FIXTURES } from './fixtures.ts'

/** A finding of each rule, in the order of the rules, about Service web in namespace shop. */
export function findingExamples(): readonly Finding[] {
  return RULES.flatMap(({ code }) =>
    FIXTURES.filter(fixture => fixture.code === code).map(({ make }) => findingOf(make(), code)),
  )
}
