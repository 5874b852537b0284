import { findReadyCondition } from '@slicescope/kubernetes'
import { hasEndpoints, hasSelector } from '../arises.ts'
import type { Case } from '../case.ts'
import type { Certainty, EvidenceItem, RemedyClass } from '../finding.ts'
import type { Resource } from '@slicescope/model'
import { lostWords, publishedOf } from '../words/lost-words.ts'
import { hasLoss } from '../losses/loss.ts'
import { servicePods, TROUBLE_INPUTS, troublesOf } from './pod-trouble.ts'
import type { Trouble, TroubleCode } from './trouble.ts'
import { podRef, serviceRef } from '../words/refs.ts'
import type { Draft, Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { listed } from '../words/words.ts'

interface TroubleWords {
  readonly lead: string
  /** See Draft. */
  readonly named?: readonly string[]
  readonly remedy: string
  readonly remedyCommand?: string
  readonly remedyClass?: RemedyClass
  /** Shows all pods that have it. */
  readonly kubectl: string
  readonly causeCertainty?: Certainty
  /** What has become of the backends; "not ready" unless told otherwise. */
  readonly lost?: string
  /** Told behind what is lost: what the lead leaves out. */
  readonly more?: string
  /** See Finding; what follows the loss unless given otherwise. */
  readonly detail?: string
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
  readonly beganBy?: NonNullable<Rule['beganBy']>
  /** Beside what all rules about troubles read. */
  readonly alsoHelps?: readonly Resource[]
  /** Whether the question also comes up where nothing seems lost. */
  readonly alsoArises?: Rule['arises']
  /** Those that are a loss; all unless told otherwise. */
  readonly losses?: (troubles: readonly Trouble[], c: Case) => readonly Trouble[]
  readonly words: (troubles: readonly [Trouble, ...Trouble[]], c: Case) => TroubleWords
}

/** A rule about what keeps single pods from being ready: all pods with that cause are one finding. */
export function troubleRule({ words, alsoHelps = [], alsoArises, losses = all => all, ...rule }: TroubleRule): Rule {
  return {
    ...rule,
    inputs: TROUBLE_INPUTS.inputs,
    helps: [...TROUBLE_INPUTS.helps, ...alsoHelps],
    arises: graph => (hasSelector(graph) || hasEndpoints(graph)) && (mayLack(graph) || alsoArises?.(graph) === true),
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

/** Their evidence is how a container ended: since when the pod is not Ready says how long it has gone on. */
const CRASHES: ReadonlySet<TroubleCode> = new Set(['SC-D2', 'SC-G34'])

function draftOf(c: Case, troubles: readonly [Trouble, ...Trouble[]], words: TroubleWords): Draft {
  const [{ pod }] = troubles
  const broken = troubles.map(trouble => trouble.pod.metadata.uid)
  const shown = shownEvidence(troubles, ({ pod: own, code, field, found, expected }) => {
    const since = CRASHES.has(code) ? findReadyCondition(own)?.lastTransitionTime : undefined
    return {
      object: podRef(own),
      field,
      found: since === undefined ? found : `${found}, not Ready since ${since}`,
      expected,
    }
  })
  return {
    severity: 'loss',
    certainty: 'proven',
    causeCertainty: words.causeCertainty ?? 'proven',
    subject: podRef(pod),
    lead: words.lead,
    facts: [words.facts ?? lostWords(c, broken, words.lost), words.more].filter(Boolean).join('; '),
    ...((words.detail ?? words.more ?? '') === '' ? {} : { detail: words.detail ?? words.more ?? '' }),
    ...(words.named === undefined ? {} : { named: words.named }),
    ...(words.guess === undefined ? {} : { guess: words.guess }),
    evidence: [...(words.evidence ?? []), ...shown.evidence, ...publishing(c, broken)],
    moreEvidence: shown.moreEvidence,
    kubectl: words.kubectl,
    remedy: words.remedy,
    remedyCommand: words.remedyCommand ?? '',
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

/** The trouble of most pods, which the lead names. */
export function commonest(troubles: readonly [Trouble, ...Trouble[]]): Trouble {
  const [first = ''] = byFrequency(troubles.map(({ what }) => what))
  return troubles.find(({ what }) => what === first) ?? troubles[0]
}

/** "also container proxy": what the other pods have; '' where all have the same. */
export function alsoWords(troubles: readonly Trouble[], { what: told }: Trouble): string {
  const others = byFrequency(troubles.map(({ what }) => what)).filter(what => what !== told)
  return others.length === 0 ? '' : `also ${listed(others)}`
}

/** The containers of the troubles, the most frequent first. */
export function containerNames(troubles: readonly Trouble[]): readonly string[] {
  return byFrequency(troubles.flatMap(({ container }) => container?.name ?? []))
}

export function byFrequency(texts: readonly string[]): readonly string[] {
  const counts = Map.groupBy(texts, text => text)
  return [...counts].toSorted(([a, as], [b, bs]) => bs.length - as.length || (a < b ? -1 : 1)).map(([text]) => text)
}
