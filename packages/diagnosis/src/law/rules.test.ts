import { RESOURCE_NAMES } from '@slicescope/model'
import { describe, expect, test } from 'vitest'
import type { Certainty, EvidenceItem, Finding } from '../finding.ts'
import { RULES } from '../rules.ts'
import { ago, codesOf, diagnoseWeb, findingOf, type TestCluster, verdictIn } from '../testing/web-service.ts'
import { FIXTURES } from './fixtures.ts'
import { change } from './raw.ts'

test('each rule has a fixture, and each code one rule', () => {
  expect(FIXTURES.map(({ code }) => code).toSorted()).toEqual(RULES.map(({ code }) => code).toSorted())
  expect(new Set(RULES.map(({ code }) => code)).size).toBe(RULES.length)
})

describe('every rule', () => {
  test.each(FIXTURES)('[$code] holds where it should, with its grades', fixture => {
    const { code, make, severity, cause, also = [] } = fixture
    const finding = findingOf(make(), code)
    expect(finding).toMatchObject({ severity, certainty: 'proven', causeCertainty: cause })
    expect(codesOf(make()).toSorted()).toEqual([code, ...also].toSorted())
  })

  test.each(FIXTURES)('[D4] [$code] shows evidence, a command, a remedy and what was read', ({ code, make }) => {
    const { evidence, kubectl, remedy, reads, title } = findingOf(make(), code)
    expect(evidence.length).toBeGreaterThan(0)
    expect(kubectl).toMatch(/^kubectl /)
    // Pasted as it is, no shell takes a part of it for a pattern or another command.
    expect(kubectl.replaceAll(/'[^']*'|"[^"$`]*"/g, '')).not.toMatch(/[*?[\](){}<>|&$`!#]/)
    expect(remedy).toMatch(/\.$/)
    expect(title).not.toMatch(/\.$/)
    expect(reads.map(({ resource }) => resource)).toEqual(expect.arrayContaining(['services', 'endpointslices']))
  })

  test.each(FIXTURES)('[D21] [$code] its evidence reads as somebody would write it', ({ make }) => {
    for (const { findings } of [diagnoseWeb(make()), diagnoseWeb(withEvents(make()))])
      for (const { evidence } of findings) expect(evidence.flatMap(oddIn)).toEqual([])
  })

  test.each(FIXTURES)('[D8] [$code] is worded by its grade', ({ make }) => {
    for (const finding of diagnoseWeb(make()).findings) expect(finding).toSatisfy(isWordedByGrade)
  })
})

test.each(FIXTURES)(
  '[D17] [$code] behind a change it is worded by its grade still, and claims no cause',
  ({ make }) => {
    const made = make()
    for (const finding of diagnoseWeb(made).findings) {
      const begun = new Map([
        [finding, { key: 'rollout', words: 'The loss began 40 s after the rollout of revision 14', reads: [] }],
      ])
      const { change, ...said } = verdictIn(made, { findings: [finding], begun })
      if (change === null) continue
      const { facts } = said
      expect(facts).toMatch(/(?:^|\. )The loss began 40 s after the rollout of revision 14$/)
      expect({ ...finding, ...said }).toSatisfy(isWordedByGrade)
      expect(said.sentence).not.toMatch(/\b(?:because|due to|caused)\b/)
    }
  },
)

/** What no one would write: the same twice, a thing that is expected not to be, code in place of words, an event that is "expected". */
function oddIn({ field, found, expected }: EvidenceItem): readonly string[] {
  const text = expected === '' ? `${field} ${found}` : `${field} ${found}, expected ${expected}`
  const isOdd =
    field === '' ||
    found === '' ||
    found === expected ||
    (field.startsWith('event ') && expected !== '') ||
    /^(?:no such|nothing|in |with |the same as|this )/.test(expected) ||
    /[{}]|undefined|null|NaN/.test(`${found} ${expected}`) ||
    /[.:,;] *$/.test(expected) ||
    text.length > 400
  return isOdd ? [text] : []
}

test.each([
  ['event Unhealthy', 'Readiness probe failed', 'no such event'],
  ['status.replicas', '5', '5'],
  ['spec.selector', '', 'app=web'],
  ['endpoints[10.0.0.1].conditions', '{"ready":true}', 'true'],
  ['pods with app=web', '2', 'in shop'],
])('[D21] %s %s, expected %s would be noticed', (field, found, expected) => {
  expect(oddIn({ object: { kind: 'Pod', namespace: 'shop', name: 'web-1' }, field, found, expected })).toHaveLength(1)
})

/** With what kubelets and controllers say of what does not go well, which rules take up where it fits. */
function withEvents(made: TestCluster): TestCluster {
  const { pods, deployments } = made.store.listers
  const told = [
    ...[...pods.list()].flatMap(({ metadata: { uid, name } }) =>
      [
        ['Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503'],
        ['FailedCreatePodSandBox', 'Failed to create pod sandbox: network plugin is not ready'],
        ['FailedMount', 'MountVolume.SetUp failed for volume "data"'],
      ].map(([reason, message]) => ({ kind: 'Pod', uid, name, reason, message })),
    ),
    ...[...deployments.list()].map(({ metadata: { uid, name } }) => ({
      kind: 'Deployment',
      uid,
      name,
      reason: 'FailedCreate',
      message: 'pods "web-1" is forbidden',
    })),
  ]
  return change(
    made,
    ...told.map(
      ({ kind, uid, name, reason, message }, n) =>
        [
          'events',
          {
            metadata: { name: `told-${n}`, namespace: 'shop', uid: `told-${n}` },
            involvedObject: { kind, uid, name, namespace: 'shop' },
            reason,
            message,
            lastTimestamp: ago(60),
          },
        ] as const,
    ),
  )
}

/** Words of doubt: none where the cause is proven, "Likely: " first where it is that, a guess behind the facts else. */
function isWordedByGrade({ sentence, lead, facts, guess, causeCertainty }: Finding): boolean {
  const doubts = /\b(?:likely|probably|perhaps|possible|may|might|could|seems?)\b/i
  if (!/^\S.*\.$/.test(sentence) || doubts.test(`${lead} ${facts}`)) return false
  if (causeCertainty === 'hint') return guess !== '' && sentence.endsWith(`. Possible cause: ${guess}.`)
  return guess === '' && sentence.startsWith('Likely: ') === (causeCertainty === 'likely')
}

const SURE: readonly Certainty[] = ['hint', 'likely', 'proven']

describe('[L5] no claim without proof', () => {
  const inputs = FIXTURES.flatMap(fixture =>
    RULES.filter(({ code }) => code === fixture.code).flatMap(rule =>
      ['services' as const, 'endpointslices' as const, ...rule.inputs].map(resource => ({ ...fixture, resource })),
    ),
  )

  test.each(inputs)('[D1] [D2] [$code] says nothing while $resource are not known', ({ code, make, resource }) => {
    for (const reason of ['loading', 'forbidden'] as const) {
      const made = make()
      made.coverages.set(resource, reason)
      const { findings, cannotTell } = diagnoseWeb(made)
      expect(findings.map(finding => finding.code)).not.toContain(code)
      for (const { missing } of cannotTell) expect(missing.every(input => input.reason === reason)).toBe(true)
      // Without slices nothing is judged, and no question comes up but those of the Service alone.
      const isJudged = resource !== 'endpointslices' && resource !== 'services'
      const missing = cannotTell.find(each => each.code === code)?.missing.map(input => input.resource)
      expect(missing ?? []).toEqual(isJudged ? [resource] : (missing ?? []))
    }
  })

  test.each(FIXTURES)('[D3] [$code] never reads what is not known, and is never surer without it', ({ code, make }) => {
    const { causeCertainty } = findingOf(make(), code)
    for (const resource of RESOURCE_NAMES) {
      const made = make()
      made.coverages.set(resource, 'forbidden')
      const { findings } = diagnoseWeb(made)
      expect(findings.flatMap(({ reads }) => reads.map(read => read.resource))).not.toContain(resource)
      const less = findings.find(finding => finding.code === code)?.causeCertainty ?? 'hint'
      expect(SURE.indexOf(less)).toBeLessThanOrEqual(SURE.indexOf(causeCertainty))
    }
  })

  test.each(FIXTURES)('[$code] with nothing known nothing is claimed', ({ make }) => {
    const made = make()
    for (const resource of RESOURCE_NAMES) made.coverages.set(resource, 'loading')
    const { findings } = diagnoseWeb(made)
    expect(findings).toEqual([])
    expect(verdictIn(made).sentence).toMatch(/^Cannot tell|ExternalName/)
  })
})
