import { type ServiceGraph, WORKLOAD_KINDS } from '@slicescope/graph'
import { isPodReady } from '@slicescope/kubernetes'
import { finish, type LeaseKey, type Resource, RESOURCES, type Steps } from '@slicescope/model'
import { Case, type CaseFile } from './case.ts'
import { Clock } from './clock.ts'
import type { Evidence } from './evidence.ts'
import type { CannotTell, Diagnosis, EvidenceItem, Finding, MissingInput, Severity } from './finding.ts'
import { LeaseLog } from './slices/lease-log.ts'
import { whereLost } from './words/lost-words.ts'
import { lostSince } from './since/lost-since.ts'
import type { Loss } from './losses/loss-memory.ts'
import { lossOfCase } from './losses/loss-of-case.ts'
import { compareFindings } from './order.ts'
import { readHere, readsEverywhere } from './reads.ts'
import type { Draft, Rule } from './rule.ts'
import { RULES } from './rules.ts'
import { causeUnknown } from './rules/cause-unknown.ts'
import { TRAFFIC_CODES } from './slices/traffic-codes.ts'
import { visible } from './words/visible.ts'
import { type Wanted, wantedOf } from './workloads/wanted.ts'
import { sentenceOf, upperFirst } from './words/words.ts'

/**
 * Why the Service of `graph` is as it is. `now` is in ms since the epoch. Every finding stands on inputs that are known
 * completely; questions that lack one are answered "cannot tell". Costs what the Service has of slices and pods; only a
 * selector that matches no pod looks further.
 */
export function diagnose(graph: ServiceGraph, evidence: Evidence, now: number): Diagnosis {
  return finish(diagnoseInSteps(graph, evidence, now))
}

/** `diagnose` in steps, one a rule. */
export function diagnoseInSteps(graph: ServiceGraph, evidence: Evidence, now: number): Steps<Diagnosis> {
  return askInSteps(RULES, { graph, evidence, now })
}

interface Question {
  readonly graph: ServiceGraph
  readonly evidence: Evidence
  readonly now: number
}

/** `diagnose` with other rules. */
export function diagnoseBy(rules: readonly Rule[], question: Question): Diagnosis {
  return finish(askInSteps(rules, question))
}

function* askInSteps(rules: readonly Rule[], { graph, evidence, now }: Question): Steps<Diagnosis> {
  const service = evidence.listers.services.get(graph.summary.key)
  const log = new LeaseLog()
  if (service === undefined) {
    const wanted = wantedOf(graph)
    return { findings: [], cannotTell: [], wanted, where: null, recheckAt: null, leases: log.leases }
  }
  const clock = new Clock(now)
  let known: Wanted | undefined
  const wanted = () => (known ??= wantedOf(graph))
  const file: CaseFile = { service, graph, evidence, clock, wanted, log, memory: new Map() }
  const loss = lossOfCase({ service, graph, evidence, now })
  // What counts come to by time alone, findings come to as well.
  if (loss?.dueAt !== null && loss !== null) clock.isPast(loss.dueAt)
  const findings: Finding[] = []
  const cannotTell: CannotTell[] = []
  const isLarge = graph.endpoints.length + graph.pods.length > SMALL
  let asked = 0
  for (const rule of rules) {
    if (!rule.arises(graph)) continue
    const missing = missingInputs(rule, graph, evidence)
    if (missing.length > 0) cannotTell.push({ code: rule.code, title: rule.title, missing })
    else {
      const c = new Case(file, rule.helps === undefined ? rule.inputs : [...rule.inputs, ...rule.helps])
      for (const prepare of rule.prepares ?? []) {
        prepare(c)
        if (isLarge) yield
      }
      const draft = rule.find(c)
      if (draft !== null) findings.push(toFinding(rule, draft, { c, loss }))
    }
    asked += 1
    if (isLarge || asked % RULES_A_STEP === 0) yield
  }
  cannotTell.push(
    ...lackingLeases(rules, log.leases, evidence),
    ...(loss === null ? [] : lackingHelps(findings, graph, evidence)),
  )
  return {
    findings: findings.toSorted(compareFindings),
    cannotTell,
    wanted: wanted(),
    where: loss === null ? null : whereLost(new Case(file, ['pods'])),
    recheckAt: clock.next,
    leases: log.leases,
  }
}

/** Of a Service with more endpoints and pods each rule is a step of its own; of a smaller one so many are. */
const SMALL = 100
const RULES_A_STEP = 8

/** Leases that a rule would need and that cannot be read. While they are being read nothing is missing yet. */
function lackingLeases(rules: readonly Rule[], leases: readonly LeaseKey[], evidence: Evidence): readonly CannotTell[] {
  const refused = new Set(
    leases.filter(key => evidence.leases?.(key).state === 'forbidden').map(({ namespace }) => namespace),
  )
  return rules.flatMap(({ code, title, leases: namespace = null }) =>
    namespace !== null && refused.has(namespace)
      ? [{ code, title, missing: [{ resource: 'leases' as const, namespace, reason: 'forbidden' as const }] }]
      : [],
  )
}

/** Where no rule tells why pods are not ready, what was not looked at may. */
function lackingHelps(findings: readonly Finding[], graph: ServiceGraph, evidence: Evidence): readonly CannotTell[] {
  const { code, title } = causeUnknown
  if (findings.some(finding => finding.broken.length > 0 && finding.code !== code)) return []
  const missing = missingAmong(['nodes', 'events', ...WORKLOAD_KINDS], graph, evidence)
  return missing.length === 0 ? [] : [{ code, title, missing }]
}

/** Nothing is concluded about a Service without these. */
const ALWAYS: readonly Resource[] = ['services', 'endpointslices']

function missingInputs(rule: Rule, graph: ServiceGraph, evidence: Evidence): readonly MissingInput[] {
  const { namespace } = graph.service
  const isKnown = (resource: Resource) =>
    evidence.coverage(resource, RESOURCES[resource].namespaced ? namespace : '') === 'known'
  if (ALWAYS.every(isKnown) && rule.inputs.every(isKnown)) return NOTHING_MISSING
  return missingAmong([...new Set([...ALWAYS, ...rule.inputs])], graph, evidence)
}

function missingAmong(
  resources: readonly Resource[],
  { service }: ServiceGraph,
  { coverage }: Evidence,
): readonly MissingInput[] {
  return resources.flatMap(resource => {
    const read = readHere(resource, service.namespace)
    const reason = coverage(resource, read.namespace ?? '')
    return reason === 'known' ? [] : [{ ...read, reason }]
  })
}

const NOTHING_MISSING: readonly MissingInput[] = []

/** It says no more than that nothing matches; others say what was meant, or who asks for it. */
const NO_SUCH_PODS = 'SC-B1'

/** What explains a loss is as severe as that loss; a hint is never critical. */
function severityOf({ code }: Rule, { severity, causeCertainty }: Draft, loss: Loss | null): Severity {
  const lost = loss === null ? 'info' : loss.isUnmatched && code !== NO_SUCH_PODS ? 'warning' : loss.severity
  if (severity === 'beside-loss') return lost === 'info' ? 'info' : 'warning'
  const least = lost === 'info' && TRAFFIC_CODES.has(code) ? 'warning' : lost
  const own = severity === 'loss' ? least : severity
  return own === 'critical' && causeCertainty === 'hint' ? 'warning' : own
}

interface Answered {
  readonly c: Case
  readonly loss: Loss | null
}

function toFinding(rule: Rule, draft: Draft, { c, loss }: Answered): Finding {
  const { certainty, causeCertainty, subject, broken = [], byLeases } = draft
  const lead = visible(upperFirst(draft.lead))
  const facts = visible(draft.facts)
  const guess = visible(draft.guess ?? '')
  return {
    code: rule.code,
    severity: severityOf(rule, draft, loss),
    certainty,
    causeCertainty,
    subject,
    title: visible(draft.title ?? lead),
    sentence: sentenceOf({ causeCertainty, lead, facts, guess }),
    lead,
    facts,
    guess,
    ...(draft.named === undefined ? {} : { named: draft.named }),
    ...(draft.scope === undefined ? {} : { scope: visible(draft.scope) }),
    ...(draft.detail === undefined ? {} : { detail: visible(draft.detail) }),
    onset: draft.onset ?? onsetOf(rule, c, broken),
    evidence: draft.evidence.map(visibleItem),
    moreEvidence: draft.moreEvidence ?? 0,
    kubectl: visible(draft.kubectl),
    remedy: visible(draft.remedy),
    remedyCommand: visible(draft.remedyCommand ?? ''),
    remedyClass: draft.remedyClass ?? 'look',
    misconception: rule.misconception ?? null,
    reads: readsOf(rule, c, draft),
    explains: Math.max(broken.length, draft.explains ?? 0),
    broken,
    ...(draft.near === undefined
      ? {}
      : { near: draft.near.map(pod => ({ ...pod, difference: visible(pod.difference) })) }),
    ...(byLeases === undefined ? {} : { withoutLeases: toFinding(rule, byLeases.without, { c, loss }) }),
  }
}

/** Names of objects stay as they are: they are no text, and lead to these. */
function visibleItem({ object, field, found, expected }: EvidenceItem): EvidenceItem {
  return { object, field: visible(field), found: visible(found), expected: visible(expected) }
}

/** Told by pods, where the rule needs them: who may see the finding may see this. */
function onsetOf(rule: Rule, c: Case, broken: readonly string[]): string | null {
  if (broken.length === 0 || !rule.inputs.includes('pods')) return null
  const pods = c.read('pods')
  const unready = broken.flatMap(uid => pods.byIndex('uid', uid).slice(0, 1)).filter(pod => !isPodReady(pod))
  const time = lostSince(unready)
  return time === null ? null : new Date(time).toISOString()
}

function readsOf(rule: Rule, c: Case, { unread = [], byLeases }: Draft): Finding['reads'] {
  const helps = (rule.helps ?? []).filter(help => c.knows(help) && !unread.includes(help))
  const resources = new Set([...ALWAYS, ...rule.inputs, ...helps])
  const reads = [...resources].flatMap(resource =>
    rule.everywhere?.includes(resource) ? readsEverywhere(resource, c) : [readHere(resource, c.namespace)],
  )
  const namespace = rule.leases ?? byLeases?.namespace
  return namespace === undefined ? reads : [...reads, { resource: 'leases', namespace }]
}
