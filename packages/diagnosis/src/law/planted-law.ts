import type { Watched } from '../changes/watched.ts'
import { diagnoseBy } from '../diagnose.ts'
import type { Finding } from '../finding.ts'
import type { Rule } from '../rule.ts'
import { RULES } from '../rules.ts'
import { NOW, TestCluster } from '../testing.ts'
import { PLANTED } from './all-planted.ts'
import type { Around, Planted } from './planted.ts'
import { createRandom, type Plan, planHealthy, type Random, write, writePlaces } from './random-service.ts'

/**
 * Makes of one seed a healthy Service, and one Service with each planted cause, among what comes and goes. Answers with
 * what diagnosis gets wrong, a line each: alarm where all is well, or a planted cause that is not first of its grade, or
 * not first of all though proven, or another one beside it that is not there.
 */
export function findMisses(seed: number, rules: readonly Rule[] = RULES): readonly string[] {
  return [null, ...PLANTED].flatMap(planted => {
    const { plan, random } = planFor(seed, planted)
    const well = diagnosePlan({ plan, around: [], rules })
    const miss =
      planted === null ? alarmIn(well) : missIn(findingsWith(planted, { plan, random, rules }), planted, well)
    return miss === null ? [] : [`seed ${seed}, ${planted?.code ?? 'healthy'}: ${miss}`]
  })
}

/** The first Service of the seed in which the cause can be. */
function planFor(seed: number, planted: Planted | null): { readonly plan: Plan; readonly random: Random } {
  const random = createRandom(seed)
  for (;;) {
    const plan = planHealthy(random)
    if (planted?.fits === undefined || planted.fits(plan)) return { plan, random }
  }
}

interface Planting {
  readonly plan: Plan
  readonly random: Random
  readonly rules: readonly Rule[]
}

function findingsWith(planted: Planted, { plan, random, rules }: Planting): readonly Finding[] {
  const watched = planted.watched?.(plan, random) ?? []
  const around = planted.plant(plan, random)
  return diagnosePlan({ plan, around, rules, watched })
}

interface Made {
  readonly plan: Plan
  readonly around: Around
  readonly rules: readonly Rule[]
  readonly watched?: readonly Watched[]
}

function diagnosePlan({ plan, around, rules, watched = [] }: Made): readonly Finding[] {
  const made = new TestCluster()
  writePlaces(made)
  for (const [resource, object] of around) made.set(resource, object)
  write(made, plan)
  return diagnoseBy(rules, { graph: made.graph('shop/web'), evidence: { ...made.inputs, watched }, now: NOW }).findings
}

function alarmIn(findings: readonly Finding[]): string | null {
  const alarms = findings.filter(({ severity, explains }) => severity !== 'info' || explains > 0)
  return alarms.length === 0 ? null : `alarm by ${codes(alarms)}`
}

function missIn(findings: readonly Finding[], { code, also = [] }: Planted, well: readonly Finding[]): string | null {
  const found = findings.find(finding => finding.code === code)
  if (found === undefined) return `not found, but ${codes(findings) || 'nothing'}`
  const known = new Set([...TRUE_OF_MANY, ...also, ...well.map(finding => finding.code)])
  const news = findings.filter(finding => finding === found || !known.has(finding.code))
  const isProven = found.causeCertainty === 'proven'
  const first = news.find(({ causeCertainty }) => isProven || causeCertainty === found.causeCertainty)
  if (first !== found) return `${first?.code ?? ''} stands before it`
  const untrue = news.filter(each => each !== found && each.causeCertainty !== 'hint')
  return untrue.length === 0 ? null : `also ${codes(untrue)}`
}

/** Whatever else is wrong: few that are left ready may well be in one place. */
const TRUE_OF_MANY = ['SC-G5']

function codes(findings: readonly Finding[]): string {
  return findings.map(({ code }) => code).join(', ')
}

/** How many Services one seed makes. */
export const CASES = PLANTED.length + 1
