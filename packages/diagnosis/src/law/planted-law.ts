import type { Watched } from '../changes/watched.ts'
import { diagnoseBy } from '../diagnose.ts'
import type { Finding } from '../finding.ts'
import type { Rule } from '../rule.ts'
import { RULES } from '../rules.ts'
import { NOW, TestCluster, verdictIn } from '../testing/web-service.ts'
import { PLANTED } from './all-planted.ts'
import { HEALTHY_SHAPES, type HealthyShape } from './healthy-shapes.ts'
import type { Around, Planted } from './planted.ts'
import { createRandom, type Plan, planHealthy, type Random, write, writePlaces } from './random-service.ts'

/** Seconds from when it is planted to when it is asked for: at once, past all patience and grace, and past all deadlines. */
const AGES = [5, 70, 600] as const

/**
 * Makes of one seed a healthy Service of everyday kind and one of each shape, and one Service with each planted cause, among what comes and goes. Answers with
 * what diagnosis gets wrong, a line each: alarm where all is well, or a planted cause that is not first of its grade, or
 * not first of all though proven, or another one beside it that is not there. Seeds in turn are asked at each of the AGES.
 */
export function findMisses(seed: number, rules: readonly Rule[] = RULES): readonly string[] {
  return [...findAlarms(seed, rules), ...[null, ...PLANTED].flatMap(planted => findMissed(planted, seed, rules))]
}

/** Of findMisses what concerns the shapes that are healthy. */
function findAlarms(seed: number, rules: readonly Rule[]): readonly string[] {
  return HEALTHY_SHAPES.flatMap(shape => {
    const alarm = alarmInShape(shape, seed, rules)
    return alarm === null ? [] : [`seed ${seed}, ${shape.name}: ${alarm}`]
  })
}

/** The same of one planted cause, or of a Service that is well (null). */
export function findMissed(planted: Planted | null, seed: number, rules: readonly Rule[]): readonly string[] {
  const age = AGES[seed % AGES.length] ?? 0
  if (planted?.ages !== undefined && !planted.ages.includes(age)) return []
  const { plan, random } = planFor(seed, planted)
  if (age > GOING_S) plan.churn = plan.churn.filter(pod => Object(pod).metadata.deletionTimestamp === undefined)
  const well = diagnosePlan({ plan, around: [], rules, age })
  const miss =
    planted === null ? alarmIn(well) : missIn(findingsWith(planted, { plan, random, rules, age }), planted, well)
  return miss === null ? [] : [`seed ${seed} after ${age} s, ${planted?.code ?? 'healthy'}: ${miss}`]
}

/** The first sentence there may be information, such as that backends are of another cluster. */
function alarmInShape({ make }: HealthyShape, seed: number, rules: readonly Rule[]): string | null {
  const made = new TestCluster()
  writePlaces(made)
  make(made, createRandom(seed))
  const graph = made.graph('shop/web')
  const { findings } = diagnoseBy(rules, { graph, evidence: made.inputs, now: NOW })
  const alarms = findings.filter(({ severity }) => severity !== 'info')
  if (alarms.length > 0) return `alarm by ${codes(alarms)}`
  const { severity, sentence } = verdictIn(made)
  return severity === null || severity === 'info' ? null : `${severity}: ${sentence}`
}

/** A pod that ends is gone by then. */
const GOING_S = 30

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
  readonly age: number
}

function findingsWith(planted: Planted, { plan, random, rules, age }: Planting): readonly Finding[] {
  const watched = planted.watched?.(plan, random) ?? []
  const around = planted.plant(plan, random)
  return diagnosePlan({ plan, around, rules, watched, age })
}

interface Made {
  readonly plan: Plan
  readonly around: Around
  readonly rules: readonly Rule[]
  readonly age: number
  readonly watched?: readonly Watched[]
}

function diagnosePlan({ plan, around, rules, age, watched = [] }: Made): readonly Finding[] {
  const made = new TestCluster()
  made.now = NOW + age * 1000
  writePlaces(made)
  for (const [resource, object] of around) made.set(resource, object)
  write(made, plan)
  return diagnoseBy(rules, { graph: made.graph('shop/web'), evidence: { ...made.inputs, watched }, now: made.now })
    .findings
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
export const CASES = PLANTED.length + HEALTHY_SHAPES.length + 1
