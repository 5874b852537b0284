import { hasEndpoints, hasSelector } from './arises.ts'
import type { Case } from './case.ts'
import type { Certainty, EvidenceItem, RemedyClass } from './finding.ts'
import type { Resource } from '@slicescope/model'
import { lostWords, publishedOf } from './lost-words.ts'
import { hasLoss } from './loss.ts'
import { servicePods, TROUBLE_INPUTS, troublesOf } from './pod-trouble.ts'
import type { Trouble, TroubleCode } from './trouble.ts'
import { kubectl, podRef, serviceRef } from './refs.ts'
import type { Draft, Rule } from './rule.ts'
import { listed } from './words.ts'

interface TroubleWords {
  readonly lead: string
  readonly title?: string
  readonly remedy: string
  readonly remedyClass?: RemedyClass
  /** After `kubectl -n NAMESPACE`, of the first pod. */
  readonly command: string
  readonly causeCertainty?: Certainty
  /** What has become of the backends; "not ready" unless told otherwise. */
  readonly lost?: string
  /** Told behind what is lost. */
  readonly more?: string
  /** In place of what is lost. */
  readonly facts?: string
  /** Of a hint: see Draft. */
  readonly guess?: string
  /** Beside what the pods show. */
  readonly evidence?: readonly EvidenceItem[]
}

interface TroubleRule {
  readonly code: TroubleCode
  readonly title: string
  readonly leases?: string
  /** Beside what all rules about troubles read. */
  readonly alsoHelps?: readonly Resource[]
  /** Those that are a loss; all unless told otherwise. */
  readonly losses?: (troubles: readonly Trouble[], c: Case) => readonly Trouble[]
  readonly words: (troubles: readonly [Trouble, ...Trouble[]], c: Case) => TroubleWords
}

/** A rule about what keeps single pods from being ready: all pods with that cause are one finding. */
export function troubleRule({ words, alsoHelps = [], losses = all => all, ...rule }: TroubleRule): Rule {
  return {
    ...rule,
    inputs: TROUBLE_INPUTS.inputs,
    helps: [...TROUBLE_INPUTS.helps, ...alsoHelps],
    arises: graph => (hasSelector(graph) || hasEndpoints(graph)) && mayLack(graph),
    prepares: [servicePods, troublesOf],
    find: c => {
      const [first, ...rest] = losses(troublesOf(c).get(rule.code) ?? [], c)
      return first === undefined ? null : draftOf(c, [first, ...rest], words([first, ...rest], c))
    },
  }
}

/** A loss that slices show, or pods that are in none of them; not known counts as may be. */
function mayLack(graph: Parameters<Rule['arises']>[0]): boolean {
  return (
    hasLoss(graph) ||
    graph.summary.health === 'unknown' ||
    graph.absentPods === null ||
    graph.absentPods.length > 0 ||
    // With publishNotReadyAddresses a pod that is not Ready is published all the same.
    graph.backends.some(({ published }) => published)
  )
}

/** Pods of one cause prove the same. */
const MOST_SHOWN = 3

function draftOf(c: Case, troubles: readonly [Trouble, ...Trouble[]], words: TroubleWords): Draft {
  const [{ pod }] = troubles
  const broken = troubles.map(trouble => trouble.pod.metadata.uid)
  return {
    severity: 'loss',
    certainty: 'proven',
    causeCertainty: words.causeCertainty ?? 'proven',
    subject: podRef(pod),
    ...(words.title === undefined ? {} : { title: words.title }),
    lead: words.lead,
    facts: [words.facts ?? lostWords(c, broken, words.lost), words.more].filter(Boolean).join('; '),
    ...(words.guess === undefined ? {} : { guess: words.guess }),
    evidence: [
      ...(words.evidence ?? []),
      ...troubles.slice(0, MOST_SHOWN).map(trouble => ({
        object: podRef(trouble.pod),
        field: trouble.field,
        found: trouble.found,
        expected: trouble.expected,
      })),
      ...publishing(c, broken),
    ],
    kubectl: kubectl(c, words.command),
    remedy: words.remedy,
    remedyClass: words.remedyClass ?? 'look',
    broken,
  }
}

/** Why they get traffic all the same, where they do. */
function publishing(c: Case, broken: readonly string[]): readonly EvidenceItem[] {
  return c.facts.publishNotReadyAddresses && publishedOf(c, broken) > 0
    ? [{ object: serviceRef(c), field: 'spec.publishNotReadyAddresses', found: 'true', expected: '' }]
    : []
}

/** The whats of the troubles, the most frequent first, a few of them. */
export function whats(troubles: readonly Trouble[]): string {
  return listed(byFrequency(troubles.map(({ what }) => what).filter(what => what !== '')))
}

export function byFrequency(texts: readonly string[]): readonly string[] {
  const counts = Map.groupBy(texts, text => text)
  return [...counts].toSorted(([a, as], [b, bs]) => bs.length - as.length || (a < b ? -1 : 1)).map(([text]) => text)
}
