import { expect, test } from 'vitest'
import type { Finding } from '../finding.ts'
import { RULES } from '../rules.ts'
import { diagnoseWeb } from '../testing/web-service.ts'
import { FIXTURES } from './fixtures.ts'

/** docs/voice: words that say nothing, or that no one searches for. */
const BANNED =
  /\b(?:mend\w*|anew|nobody|somebody|whoever|perhaps|may not be read|is told|so already|look at|looks|hand-made|don't|can't|won't|both all)\b/i

const MOST_WORDS = 8

function wordsIn(lead: string): number {
  return lead.split(/\s+/).length
}

/** What is not as docs say that findings are worded; nothing where all is. */
function oddIn(finding: Finding): readonly string[] {
  const { code, lead, facts, guess, remedy, remedyClass, causeCertainty, title } = finding
  const said = [lead, facts, guess, remedy, title].filter(text => BANNED.test(text))
  return [
    ...said.map(text => `${code} says: ${text}`),
    ...(lead === '' ? [`${code} has no lead: ${facts}`] : []),
    ...(wordsIn(lead) > MOST_WORDS ? [`${code} has a long lead: ${lead}`] : []),
    ...(/^\d|\b\d+ (?:of|pods?|backends?|nodes?|s|min)\b/.test(lead) ? [`${code} counts in its lead: ${lead}`] : []),
    ...(/[.:;]$/.test(lead) || /[.:;]$/.test(facts) || /[.:;]$/.test(guess) ? [`${code} ends a part`] : []),
    ...(remedyClass === 'risky' && causeCertainty !== 'proven' ? [`${code} is risky and not proven`] : []),
    ...(remedyClass === 'risky' && !remedy.startsWith('Check ') ? [`${code} is risky without a check: ${remedy}`] : []),
    ...(/^[A-Z]\w+ /.test(remedy) ? [] : [`${code} has no instruction: ${remedy}`]),
  ]
}

test.each(FIXTURES)('[$code] is worded as docs/findings say', ({ make }) => {
  expect(diagnoseWeb(make()).findings.flatMap(oddIn)).toEqual([])
})

test('titles of rules are plain', () => {
  expect(RULES.filter(({ title }) => BANNED.test(title) || /[.:]$/.test(title))).toEqual([])
})
