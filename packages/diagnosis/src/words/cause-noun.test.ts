import { expect, test } from 'vitest'
import { causeNoun } from './cause-noun.ts'
import { FIXTURES } from '../law/fixtures.ts'
import { diagnoseWeb } from '../testing/web-service.ts'

test.each([
  ['All nodes of zone eu-1b are down', 'zone eu-1b down'],
  ['Nodes do not answer', 'nodes did not answer'],
  ['Node n1 is not Ready', 'node n1 not Ready'],
  ['Readiness probe failing (HTTP 503)', 'readiness probe failing (HTTP 503)'],
  ['Container main is in a crash loop', 'container main in a crash loop'],
  ['Startup probe has not passed', 'startup probe had not passed'],
  ['CPU request is too high', 'CPU request too high'],
])('"%s" is "%s" once it is over', (lead, noun) => {
  expect(causeNoun(lead)).toBe(noun)
})

test.each(FIXTURES)('[$code] is not named in the present tense once it is over', ({ make }) => {
  const present = / (?:is|are|does|do|has|have|cannot|matches|match|blocks|block|lacks|lack|uses|use|exceeds|wants) /
  const causes = diagnoseWeb(make()).findings.filter(
    ({ explains, causeCertainty }) => explains > 0 && causeCertainty !== 'hint',
  )
  expect(causes.map(({ lead }) => causeNoun(lead)).filter(noun => present.test(noun))).toEqual([])
})
