import type { ServiceGraph } from '@slicescope/graph'
import type { Resource } from '@slicescope/model'
import { Case } from './case.ts'
import type { Check, CheckState } from './check.ts'
import { CHECKS } from './checks.ts'
import { Clock } from './clock.ts'
import type { Evidence } from './evidence.ts'
import type { EvidenceItem, MissingInput, Read } from './finding.ts'
import { LeaseLog } from './slices/lease-log.ts'
import { readHere, readsEverywhere } from './reads.ts'
import { wantedOf } from './workloads/wanted.ts'
import { lackWords } from './words/lack-words.ts'
import { visible } from './words/visible.ts'

/** One step on the way from the selector to traffic. */
export interface ChecklistItem {
  readonly id: string
  /** The step in a few words: "Pods are Ready". */
  readonly title: string
  readonly state: CheckState
  /** What was found, in numbers and names; what is missing where it cannot be told. */
  readonly sentence: string
  readonly evidence: readonly EvidenceItem[]
  readonly missing: readonly MissingInput[]
  /** Readers who cannot read all of it may see the title alone. */
  readonly reads: readonly Read[]
  /** A command by which to look further, null where there is nothing to look at. */
  readonly kubectl: string | null
}

/** From the selector to DNS, in that order, passed steps too; each says what it rests on. Empty for a Service that does not exist. */
export function checklist(graph: ServiceGraph, evidence: Evidence): readonly ChecklistItem[] {
  const service = evidence.listers.services.get(graph.summary.key)
  if (service === undefined) return []
  const file = {
    service,
    graph,
    evidence,
    clock: new Clock(0),
    wanted: () => wantedOf(graph),
    log: new LeaseLog(),
    memory: new Map<unknown, unknown>(),
  }
  return CHECKS.map(check => {
    const c = new Case(file, [...check.inputs, ...(check.helps ?? [])])
    return toItem(check, c, evidence)
  })
}

function toItem(check: Check, c: Case, evidence: Evidence): ChecklistItem {
  const { id, title, inputs, answer } = check
  const reads = [...new Set<Resource>(['services', 'endpointslices', ...inputs])].map(resource =>
    readHere(resource, c.namespace),
  )
  const missing = reads.flatMap(read => {
    const reason = evidence.coverage(read.resource, read.namespace ?? '')
    return reason === 'known' ? [] : [{ ...read, reason }]
  })
  if (missing.length > 0) {
    const words = missing.map(({ resource, reason }) => `${resource} ${lackWords(reason)}`)
    return {
      id,
      title,
      state: 'cannot-tell',
      sentence: `${words.join(', ')}.`,
      evidence: [],
      missing,
      reads,
      kubectl: null,
    }
  }
  const { state, sentence, evidence: items = [], kubectl = null, everywhere = [] } = answer(c)
  const searched = everywhere.flatMap(resource => readsEverywhere(resource, c))
  return {
    id,
    title,
    state,
    sentence: visible(sentence),
    evidence: items,
    missing,
    reads: [...reads, ...searched],
    kubectl: kubectl === null ? null : visible(kubectl),
  }
}
