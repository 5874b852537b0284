import { diagnoseBy } from '../diagnose.ts'
import type { Finding } from '../finding.ts'
import type { Rule } from '../rule.ts'
import { RULES } from '../rules.ts'
import { NOW, TestCluster } from '../testing.ts'
import { PLANTED, type Planted } from './planted.ts'
import { createRandom, type Plan, planHealthy, write, writePlaces } from './random-service.ts'

/**
 * Makes of one seed a healthy Service, and one Service with each planted cause. Answers with what diagnosis gets wrong, a
 * line each: alarm where all is well, or a planted cause that is not first of its grade, or another cause beside it.
 */
export function findMisses(seed: number, rules: readonly Rule[] = RULES): readonly string[] {
  return [null, ...PLANTED].flatMap(planted => {
    const findings = diagnosePlanted(seed, planted, rules)
    const miss = planted === null ? alarmIn(findings) : missIn(findings, planted)
    return miss === null ? [] : [`seed ${seed}, ${planted?.code ?? 'healthy'}: ${miss}`]
  })
}

function diagnosePlanted(seed: number, planted: Planted | null, rules: readonly Rule[]): readonly Finding[] {
  const random = createRandom(seed)
  const made = new TestCluster()
  writePlaces(made)
  const plan: Plan = planHealthy(random)
  const around = planted?.plant(plan, random) ?? []
  for (const [resource, object] of around) made.set(resource, object)
  write(made, plan)
  return diagnoseBy(rules, { graph: made.graph('shop/web'), evidence: made.inputs, now: NOW }).findings
}

function alarmIn(findings: readonly Finding[]): string | null {
  const alarms = findings.filter(({ severity, explains }) => severity !== 'info' || explains > 0)
  return alarms.length === 0 ? null : `alarm by ${codes(alarms)}`
}

function missIn(findings: readonly Finding[], { code, also = [] }: Planted): string | null {
  const found = findings.find(finding => finding.code === code)
  if (found === undefined) return `not found, but ${codes(findings) || 'nothing'}`
  const first = findings.find(({ causeCertainty }) => causeCertainty === found.causeCertainty)
  if (first !== found) return `${first?.code ?? ''} stands before it`
  const others = findings.filter(each => each.explains > 0 && each !== found && !also.includes(each.code))
  return others.length === 0 ? null : `also ${codes(others)}`
}

function codes(findings: readonly Finding[]): string {
  return findings.map(({ code }) => code).join(', ')
}

/** How many Services one seed makes. */
export const CASES = PLANTED.length + 1
