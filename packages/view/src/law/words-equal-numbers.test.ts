import { describe, expect, test } from 'vitest'
import type { ServiceView } from '../schema/service-view.ts'
import { findWrongNumber } from './words-equal-numbers.ts'

/** The fourth has more than a thousand backends. */
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8]
const MANY = 4

function stepsOf(seed: number): number {
  return seed === MANY ? 8 : 60
}

describe('[L9] every number in a sentence is a value of the same view', () => {
  test.each(SEEDS)('seed %i', seed => {
    expect(findWrongNumber({ seed, steps: stepsOf(seed) })).toBeNull()
  })
})

function saying(view: ServiceView, change: (sentence: string) => string): ServiceView {
  const { verdict, findings } = view
  return {
    ...view,
    verdict: { ...verdict, sentence: change(verdict.sentence) },
    findings: findings.map(finding => ({ ...finding, sentence: change(finding.sentence) })),
  }
}

const BUGS: Readonly<Record<string, (view: ServiceView, before: ServiceView) => ServiceView>> = {
  'the words of a moment ago over the counts of now': (view, { verdict }) => ({ ...view, verdict }),
  'findings of a moment ago': (view, { findings }) => ({ ...view, findings }),
  'one more still ready than are': view =>
    saying(view, sentence =>
      sentence.replace(/(\d+) of (\d+) still/, (_text, n: string, of) => `${Number(n) + 1} of ${of} still`),
    ),
  'a zone that lost one more than it had': view =>
    saying(view, sentence => sentence.replace(/ lost all (\d+) /, (_text, n: string) => ` lost all ${Number(n) + 1} `)),
  'thousands without a comma': view => saying(view, sentence => sentence.replaceAll(/(\d),(\d{3})/g, '$1$2')),
  'lost ones counted as starting': view => ({ ...view, starting: (view.starting ?? 0) + 1 }),
}

describe('[L9] has teeth', () => {
  test.each(Object.entries(BUGS))('%s', (_name, tamper) => {
    expect(SEEDS.some(seed => findWrongNumber({ seed, steps: stepsOf(seed), tamper }) !== null)).toBe(true)
  })
})
