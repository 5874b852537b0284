import type { Resource } from '@slicescope/model'
import type { ServiceGraph } from '@slicescope/graph'
import type { Case } from './case.ts'
import type { Certainty, EvidenceItem, Misconception, NearPod, ObjectRef, RemedyClass, Severity } from './finding.ts'

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
  /** What people often believe of it, and how it is. */
  readonly misconception?: Misconception
  /** What of the changes just before may have brought it about; nodes: it names the Nodes by itself. */
  readonly beganBy?: readonly ('selector' | 'ports' | 'labels' | 'scaling' | 'nodes')[]
  /** Whether the question comes up at all, by what Service and slices tell. Cheap: it is asked of every Service. */
  readonly arises: (graph: ServiceGraph) => boolean
  /** What `find` then finds done (Case.once), each at a step of its own, for it takes long where there are many pods. */
  readonly prepares?: readonly ((c: Case) => unknown)[]
  readonly find: (c: Case) => Draft | null
}

/** A Finding as its rule writes it; the runner adds the code, what was read, the wording and the severity of a loss. */
export interface Draft {
  /** `loss`: by how much of the Service is lost; `beside-loss`: a warning while what is lost is one, else a remark. */
  readonly severity: Severity | 'loss' | 'beside-loss'
  readonly certainty: Certainty
  readonly causeCertainty: Certainty
  readonly subject: ObjectRef
  /** In a list, without the facts; the lead unless told otherwise. */
  readonly title?: string
  /**
   * The cause, of a hint the state: at most eight words in sentence case, without a number of backends, an age or a
   * time, and not beginning with the name of an object.
   */
  readonly lead: string
  /** What was compared, with numbers and names, as it reads behind "Lead: "; no full stop at its end. */
  readonly facts: string
  /** Names of Nodes or workloads that the lead holds. */
  readonly named?: readonly string[]
  /** See Finding. */
  readonly scope?: string
  readonly detail?: string
  /** Of a hint: the possible cause, as it reads behind "Possible cause: ". */
  readonly guess?: string
  /** When that began, RFC 3339; where it is left out, when the first of `broken` was last Ready. */
  readonly onset?: string
  readonly evidence: readonly EvidenceItem[]
  /** How many more there are of the same. */
  readonly moreEvidence?: number
  readonly kubectl: string
  readonly remedy: string
  /** The command that does it, where there is one; see refs.ts. */
  readonly remedyCommand?: string
  /** `look` unless told otherwise. */
  readonly remedyClass?: RemedyClass
  /** Keys of the backends, or uids of the pods, whose loss it explains. */
  readonly broken?: readonly string[]
  /** Pods that were meant, and do not match; pods are among its inputs. */
  readonly near?: readonly NearPod[]
  /** At least this many are explained. */
  readonly explains?: number
  /** What helps and was not needed: readers who cannot read that may see the finding. */
  readonly unread?: readonly Resource[]
  /** Where it also goes by Leases of a namespace: what it says without them, to readers who cannot read these. */
  readonly byLeases?: { readonly namespace: string; readonly without: Draft }
}
