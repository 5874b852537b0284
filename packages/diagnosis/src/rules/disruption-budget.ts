import { isPodReady } from '@slicescope/kubernetes'
import type { Labels, Pod, PodDisruptionBudget } from '@slicescope/model'
import { hasSelector } from '../arises.ts'
import type { Case } from '../case.ts'
import type { EvidenceItem } from '../finding.ts'
import { selectsLabels } from '../selectors/label-selector.ts'
import { matchedPods } from '../pods/matched-pods.ts'
import { kubectlIn, refOf } from '../words/refs.ts'
import type { Draft, Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { count, listed, numberText } from '../words/words.ts'

/**
 * [SC-G33] The API server refuses to evict pods of the Service, by the numbers that the disruption controller writes
 * (upstream pkg/controller/disruption, pkg/registry/core/pod/storage/eviction.go). Only evictions heed a budget: drains and
 * autoscalers, not the rollout of a workload.
 */
export const disruptionBudget: Rule = {
  code: 'SC-G33',
  title: 'Disruption budget allows no eviction',
  inputs: ['pods', 'poddisruptionbudgets'],
  helps: ['nodes'],
  arises: hasSelector,
  find: c => {
    const budgets = budgetsOf(c)
    return ofSeveral(budgets, c) ?? ofFailed(budgets, c) ?? ofBlocking(budgets, c)
  },
}

interface Budget {
  readonly object: PodDisruptionBudget
  readonly name: string
  /** The pods of the Service that it selects. */
  readonly pods: readonly Pod[]
  readonly current: number
  readonly desired: number
  readonly expected: number
  readonly allowed: number
  /** Reason of its condition DisruptionAllowed; '' where there is none. */
  readonly reason: string
}

/** Those of the namespace that select pods of the Service, as far as the controller has computed them since their last change. */
function budgetsOf(c: Case): readonly Budget[] {
  const objects = c.read('poddisruptionbudgets').byIndex('namespace', c.namespace)
  if (objects.length === 0) return []
  const pods = matchedPods(c).filter(({ metadata }) => metadata.deletionTimestamp === undefined)
  return objects.flatMap(object => {
    const { metadata, spec, status } = object
    const own = selected(pods, labels => selectsLabels(spec?.selector, labels))
    if (own.length === 0 || status === undefined || status.observedGeneration !== metadata.generation) return []
    return {
      object,
      name: metadata.name,
      pods: own,
      current: status.currentHealthy ?? 0,
      desired: status.desiredHealthy ?? 0,
      expected: status.expectedPods ?? 0,
      allowed: status.disruptionsAllowed ?? 0,
      reason: status.conditions.find(({ type }) => type === 'DisruptionAllowed')?.reason ?? '',
    }
  })
}

/** Label sets are shared by many pods: each is matched once. */
function selected(pods: readonly Pod[], isSelected: (labels: Labels) => boolean): readonly Pod[] {
  const known = new Map<Labels, boolean>()
  return pods.filter(({ metadata: { labels } }) => {
    const isMatch = known.get(labels) ?? isSelected(labels)
    known.set(labels, isMatch)
    return isMatch
  })
}

interface Words {
  readonly causeCertainty: Draft['causeCertainty']
  readonly lead: string
  readonly facts: string
  readonly remedy: string
}

function draft(c: Case, budgets: readonly Budget[], { beside = [], ...words }: Words & { beside?: Draft['evidence'] }) {
  const [first] = budgets
  if (first === undefined) return null
  const { evidence, moreEvidence } = shownEvidence(budgets, numbersOf)
  return {
    ...words,
    severity: 'info',
    certainty: 'proven',
    subject: refOf('PodDisruptionBudget', first.object),
    evidence: [...evidence, ...beside],
    moreEvidence,
    kubectl: kubectlIn(c)`get poddisruptionbudgets`,
    remedyClass: 'look',
  } as const satisfies Draft
}

function numbersOf({ object, allowed, current, desired }: Budget): EvidenceItem {
  return {
    object: refOf('PodDisruptionBudget', object),
    field: 'status.disruptionsAllowed',
    found: `${numberText(allowed)} (${numberText(current)} healthy, ${numberText(desired)} needed)`,
    expected: '1 or more',
  }
}

/** The eviction API supports one budget per pod. */
function ofSeveral(budgets: readonly Budget[], c: Case): Draft | null {
  const pods = budgets[0]?.pods.filter(pod => budgets.filter(budget => budget.pods.includes(pod)).length > 1) ?? []
  if (pods.length === 0) return null
  const sharing = budgets.filter(budget => budget.pods.some(pod => pods.includes(pod)))
  return draft(c, sharing, {
    causeCertainty: 'proven',
    lead: 'Pods have more than one disruption budget',
    facts: `PodDisruptionBudgets ${listed(sharing.map(({ name }) => name))} select the same ${count(pods.length, 'pod')}, and the API server refuses to evict such a pod`,
    remedy: 'Check which budget is meant, and narrow the selectors until each pod has one budget.',
  })
}

/** The controller cannot compute it, and allows nothing until it can. */
function ofFailed(budgets: readonly Budget[], c: Case): Draft | null {
  const failed = budgets.filter(({ reason, allowed }) => reason === 'SyncFailed' && allowed === 0)
  const [first] = failed
  if (first === undefined) return null
  const { name, object } = first
  const message = object.status?.conditions.find(({ type }) => type === 'DisruptionAllowed')?.message ?? ''
  return draft(c, failed, {
    causeCertainty: 'proven',
    lead: 'Disruption budget cannot be computed',
    facts: `the disruption controller reports SyncFailed for PodDisruptionBudget ${name}, so the API server refuses to evict its pods`,
    beside: [
      {
        object: refOf('PodDisruptionBudget', object),
        field: 'status.conditions[DisruptionAllowed]',
        found: `SyncFailed: ${message}`,
        expected: 'SufficientPods',
      },
    ],
    remedy: 'Check the message of the condition DisruptionAllowed: it names what the controller cannot count.',
  })
}

function ofBlocking(budgets: readonly Budget[], c: Case): Draft | null {
  const blocking = budgets
    .filter(({ allowed, expected }) => allowed === 0 && expected > 0)
    .map(budget => ({ ...budget, cordoned: cordonedNodes(budget, c) }))
    .toSorted((a, b) => b.cordoned.length - a.cordoned.length)
  const [first] = blocking
  if (first === undefined) return null
  const { name, current, desired, expected, cordoned } = first
  const isNever = desired >= expected
  const needs = isNever
    ? `needs ${numberText(desired)} of ${count(expected, 'pod')} healthy`
    : `needs ${count(desired, 'healthy pod')} and has ${numberText(current)}`
  const where =
    cordoned.length === 0 ? 'their nodes' : `cordoned ${cordoned.length === 1 ? 'node' : 'nodes'} ${listed(cordoned)}`
  return draft(c, blocking, {
    causeCertainty: 'proven',
    lead: isNever ? 'Disruption budget never allows an eviction' : 'Disruption budget allows no eviction now',
    facts: `PodDisruptionBudget ${name} ${needs}, so a drain of ${where} waits`,
    beside: cordoned.slice(0, 1).map(node => ({
      object: { kind: 'Node', namespace: null, name: node },
      field: 'spec.unschedulable',
      found: 'true',
      expected: '',
    })),
    remedy: isNever
      ? 'Check whether drains are meant to wait. One more replica, a lower minAvailable or a higher maxUnavailable lets one pod be evicted.'
      : 'Check why pods are not healthy: with enough of them the budget allows evictions again.',
  })
}

/** The cordoned Nodes of its healthy pods. A drain cordons before it evicts. */
function cordonedNodes({ pods }: Budget, c: Case): readonly string[] {
  const nodes = c.read('nodes')
  const names = new Set(pods.filter(pod => isPodReady(pod)).flatMap(({ spec }) => spec.nodeName ?? []))
  return [...names].filter(name => nodes.get(name)?.spec?.unschedulable === true)
}
