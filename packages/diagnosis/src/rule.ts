import type { Resource } from '@slicescope/model'
import type { ServiceGraph } from '@slicescope/graph'
import type { Case } from './case.ts'
import type { Certainty, EvidenceItem, ObjectRef, Severity } from './finding.ts'

/**
 * One cause. Slices and Services are inputs of every rule; the runner asks a rule only where these and its own inputs
 * are known, and says "cannot tell" in its place where they are not.
 */
export interface Rule {
  readonly code: string
  /** The question it answers, in a few words: "Selector matches almost". */
  readonly title: string
  /** Read in the Service's namespace, and needed. */
  readonly inputs: readonly Resource[]
  /** Read if known; where they are not they look empty, and the rule claims less. */
  readonly helps?: readonly Resource[]
  /** Inputs that are searched in all namespaces too, as far as these are known: see Case.searched. */
  readonly everywhere?: readonly Resource[]
  /** The namespace of Leases that it cannot do without. */
  readonly leases?: string
  /** Whether the question comes up at all, by what Service and slices tell. Cheap: it is asked of every Service. */
  readonly arises: (graph: ServiceGraph) => boolean
  /** What `find` then finds done (Case.once), each at a step of its own, for it takes long where there are many pods. */
  readonly prepares?: readonly ((c: Case) => unknown)[]
  readonly find: (c: Case) => Draft | null
}

/** A Finding as its rule writes it; the runner adds the code, what was read, the wording and the severity of a loss. */
export interface Draft {
  /** `loss`: by how much of the Service is lost. */
  readonly severity: Severity | 'loss'
  readonly certainty: Certainty
  readonly causeCertainty: Certainty
  readonly subject: ObjectRef
  readonly title: string
  /** Begins in small letters where it does not begin with a name; '' where the facts are all there is to say. */
  readonly cause: string
  readonly facts: string
  readonly evidence: readonly EvidenceItem[]
  readonly kubectl: string
  readonly remedy: string
  /** Keys of the backends, or uids of the pods, whose loss it explains. */
  readonly broken?: readonly string[]
  /** At least this many are explained. */
  readonly explains?: number
  /** What helps and was not needed: who may not read that may see the finding. */
  readonly unread?: readonly Resource[]
  /** Where it also goes by Leases of a namespace: what it says without them, to who may not read these. */
  readonly byLeases?: { readonly namespace: string; readonly without: Draft }
}
