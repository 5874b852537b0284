import type { Coverage } from '@slicescope/graph'
import type { LeaseKey, Resource } from '@slicescope/model'
import type { ObjectRef } from './words/object-ref.ts'
import type { Wanted } from './workloads/wanted-count.ts'
import type { Where } from './words/where.ts'

/** critical: someone is not served; warning: another loss, or what will break soon or for some; info: the rest. */
export type Severity = 'critical' | 'warning' | 'info'

/** proven by API objects; likely: it explains what is seen best; hint: possible, no more. */
export type Certainty = 'proven' | 'likely' | 'hint'

/**
 * What its remedy does. look: changes nothing; safe: it adds, or a controller undoes it; risky: it moves traffic,
 * deletes, relabels, or edits what another writer owns.
 */
export type RemedyClass = 'look' | 'safe' | 'risky'

export type { ObjectRef }

/**
 * One fact: what stands in a field of an object, and what would stand there if all were well; '' where nothing else would,
 * as for what an event says. Read as "FIELD FOUND, expected EXPECTED".
 */
export interface EvidenceItem {
  readonly object: ObjectRef
  readonly field: string
  readonly found: string
  readonly expected: string
}

/** What people often believe, as it reads behind "Common misconception: ", and how it is. */
export interface Misconception {
  readonly belief: string
  readonly truth: string
}

/** A place that was searched, with or without result. The namespace is null for all of them, and for what is in none. */
export interface Read {
  readonly resource: Resource
  readonly namespace: string | null
}

/** Leases are never watched, but asked for one by one. */
export interface LeaseRead {
  readonly resource: 'leases'
  readonly namespace: string
}

/** A pod that the selector would match if a label were another. */
export interface NearPod {
  readonly uid: string
  readonly namespace: string
  readonly name: string
  readonly nodeName: string | null
  readonly ready: boolean
  /** ``app is `web`, not `wbe` `` */
  readonly difference: string
}

/** One diagnosis. Plain data; holds nothing of stored objects. */
export interface Finding {
  /** `SC-` and the number in the table of causes. Never changes its meaning. */
  readonly code: string
  readonly severity: Severity
  /** Of the fact that was compared. */
  readonly certainty: Certainty
  /** Of the cause that is named. */
  readonly causeCertainty: Certainty
  readonly subject: ObjectRef
  readonly title: string
  /** lead, facts and guess in one, worded by causeCertainty: see sentenceOf. */
  readonly sentence: string
  /** The cause, or the state where the cause is a hint, in a few words: no number of backends, no age, no time. */
  readonly lead: string
  /** What was compared, with numbers and names; no full stop at its end. */
  readonly facts: string
  /** Names of Nodes or workloads that the lead holds; left out where it holds none. */
  readonly named?: readonly string[]
  /** Behind "76 of them": where those are that it explains, `on 9 NotReady nodes`. */
  readonly scope?: string
  /** What the lead leaves out and counts do not tell: `secret "db" not found`. */
  readonly detail?: string
  /** The possible cause, where the cause is a hint; else ''. */
  readonly guess: string
  /** When what it explains began, RFC 3339; null where objects do not tell. */
  readonly onset: string | null
  readonly evidence: readonly EvidenceItem[]
  /** How many more there are of the same. */
  readonly moreEvidence: number
  /** A command that shows it. */
  readonly kubectl: string
  readonly remedy: string
  /** The command that does it; '' where there is none. */
  readonly remedyCommand: string
  readonly remedyClass: RemedyClass
  readonly misconception: Misconception | null
  /** What it was concluded from. Readers who cannot read all of it may not see the finding. */
  readonly reads: readonly (Read | LeaseRead)[]
  /** How many backends or pods of the present loss it explains; at least 1 where it explains the Service's state, else 0. */
  readonly explains: number
  /** Keys of the backends, or uids of the pods, whose loss it explains; some that `explains` counts may have none. */
  readonly broken: readonly string[]
  /** Pods that were meant, and do not match. */
  readonly near?: readonly NearPod[]
  /** Where it stands without the Leases among `reads`: the same for readers who cannot read these, and less sharp. */
  readonly withoutLeases?: Finding
}

/** A question that came up and has no answer for want of an input. */
export interface CannotTell {
  readonly code: string
  readonly title: string
  readonly missing: readonly MissingInput[]
}

export type MissingInput = (Read | LeaseRead) & { readonly reason: Exclude<Coverage, 'known'> }

export interface Diagnosis {
  /** What the lost backends have in common and the others do not, where zones do not tell. */
  readonly where: Where | null
  /** In the order of lists. */
  readonly findings: readonly Finding[]
  readonly cannotTell: readonly CannotTell[]
  /** See wantedOf. */
  readonly wanted: Wanted
  /** When it may come out differently although nothing changes; ms since the epoch, null for never. */
  readonly recheckAt: number | null
  /** Leases that it went by, known or not: it may come out differently when any of these changes. */
  readonly leases: readonly LeaseKey[]
}
