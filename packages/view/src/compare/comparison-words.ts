import { causeNoun, listed, numberText, zoneName } from '@slicescope/diagnosis'
import type { Comparison } from '../schema/comparison.ts'
import type { FindingView } from '../schema/finding.ts'

type Facts = Omit<Comparison, 'sentence' | 'clauses' | 'numbers'>
type Words = Pick<Comparison, 'sentence' | 'clauses' | 'numbers'>
type Fate = Comparison['backends'][number]['fate']

interface Beside {
  /** Deleted and created again in between. */
  readonly isRemade: boolean
  /** What is found at the later moment: it may explain what was lost. */
  readonly found: readonly FindingView[]
}

/** More of a kind are counted: a sentence is no table. */
const MOST_NAMED = 2

/** The difference in one sentence: what was lost first, then what came back, what is new or gone, what was changed. */
export function comparisonWords(facts: Facts, beside: Beside): Words {
  const numbers: Words['numbers'] = []
  const number = (of: string, value: number) => {
    numbers.push({ of, value })
    return numberText(value)
  }
  const clauses = clausesOf(facts, beside, number)
  const told = clauses.length === 0 ? ['no difference'] : clauses
  return { sentence: `${spanText(facts)}: ${told.join('; ')}.`, clauses: told, numbers }
}

function spanText({ from, to }: Facts): string {
  const [first, last] = [from.at, to.at].map(time => ({ day: time.slice(0, 10), clock: time.slice(11, 19) }))
  if (first?.day === last?.day) return `Between ${first?.clock} and ${last?.clock} UTC`
  return `Between ${first?.day} ${first?.clock} and ${last?.day} ${last?.clock} UTC`
}

type NumberText = (of: string, value: number) => string

function clausesOf(facts: Facts, { isRemade, found }: Beside, number: NumberText): string[] {
  const { from, to, cannotTell } = facts
  if (!from.exists || !to.exists) return [existenceClause(facts)]
  const backends = cannotTell === null ? backendClauses(facts, found, number) : [cannotTell]
  return [
    ...(isRemade ? ['the Service was deleted and created again'] : []),
    ...backends,
    ...rolloutClauses(facts),
    ...facts.fields.map(({ field, from: was, to: is }) => `\`${field}\` changed from \`${was}\` to \`${is}\``),
    ...sliceClauses(facts, number),
    ...otherClauses(facts),
    ...(backends.length === 0 ? findingClauses(facts, number) : []),
  ]
}

function existenceClause({ from, to }: Facts): string {
  if (!from.exists && !to.exists) return 'there was no Service of this name at either time'
  return to.exists ? 'the Service was created' : 'the Service was deleted'
}

const BECAME: Readonly<Record<Exclude<Fate, 'moved'>, (count: number) => string>> = {
  lost: () => 'stopped being ready',
  gained: () => 'became ready',
  gone: n => `${n === 1 ? 'is' : 'are'} gone`,
  new: n => `${n === 1 ? 'is' : 'are'} new`,
}

function backendClauses(facts: Facts, found: readonly FindingView[], number: NumberText): string[] {
  return (['lost', 'gained', 'gone', 'new'] as const).flatMap(fate => {
    const own = facts.backends.filter(backend => backend.fate === fate)
    if (own.length === 0) return []
    const counted = `${number(`counts.${fate}`, own.length)} ${own.length === 1 ? 'backend' : 'backends'}`
    const cause = fate === 'lost' ? causeOf(own, found) : ''
    return [`${counted}${placeOf(own, facts)} ${BECAME[fate](own.length)}${cause}`]
  })
}

/** " in eu-1c": the one or two zones or the Node that they share, where there are others. */
function placeOf(own: Facts['backends'], { groups }: Facts): string {
  const zones = [...new Set(own.map(({ zone }) => zone))]
  const isAllZones = groups.filter(({ by }) => by === 'zone').length <= zones.length
  const nodes = [...new Set(own.map(({ nodeName }) => nodeName))]
  const [node = null] = nodes
  if (nodes.length === 1 && node !== null && own.length > 1) return ` on node ${node}`
  const named = zones.filter(zone => zone !== null)
  if (isAllZones || named.length < zones.length || named.length > MOST_NAMED) return ''
  return ` in ${listed(named.map(zoneName))}`
}

/** " (readiness probe failing, HTTP 503)": the cause found at the later moment that explains most of them, if it is more than a hint. */
function causeOf(own: Facts['backends'], found: readonly FindingView[]): string {
  const keys = new Set(own.map(({ key }) => key))
  const explained = ({ broken }: FindingView) =>
    broken === 'all' ? keys.size : broken.filter(key => keys.has(key)).length
  const [best] = found
    .filter(finding => finding.causeCertainty !== 'hint' && explained(finding) * 2 >= keys.size)
    .toSorted((a, b) => explained(b) - explained(a))
  if (best === undefined || best.lead === '') return ''
  const noun = causeNoun(best.lead).replace(/ \(([^()]*)\)$/, ', $1')
  return ` (${best.causeCertainty === 'likely' ? 'likely ' : ''}${noun})`
}

const REVISION = /^(?:ReplicaSet|ControllerRevision) /

/** Of several rollouts of one workload the last one counts. */
function rolloutClauses({ changes, groups }: Facts): string[] {
  const rollouts = changes.filter(({ kind }) => kind === 'rollout')
  const last = new Map(rollouts.map(change => [`${change.subject.kind} ${change.subject.name}`, change.text]))
  if (last.size > 0) return [...last.values()]
  const revisions = groups.filter(({ by, name }) => by === 'revision' && REVISION.test(name ?? ''))
  const [came, went] = [
    revisions.filter(({ from, to }) => from.total === 0 && to.total > 0),
    revisions.filter(({ from, to }) => from.total > 0 && to.total === 0),
  ]
  if (came.length !== 1 || went.length !== 1) return []
  return [`${came[0]?.name} replaced ${went[0]?.name?.replace(REVISION, '')}`]
}

function sliceClauses({ slices }: Facts, number: NumberText): string[] {
  return (['new', 'gone'] as const).flatMap(fate => {
    const names = slices[fate]
    if (names.length === 0) return []
    const are = names.length === 1 ? 'is' : 'are'
    if (names.length > MOST_NAMED) return [`${number(`slices.${fate}`, names.length)} slices ${are} ${fate}`]
    return [`${names.length === 1 ? 'slice' : 'slices'} ${names.join(' and ')} ${are} ${fate}`]
  })
}

/** What explains a difference and is no count, no rollout and no field. */
const TOLD = ['scaling', 'node', 'network-policy', 'pods-relabelled'] as const

function otherClauses({ changes }: Facts): string[] {
  const texts = changes.filter(({ kind }) => TOLD.some(each => each === kind)).map(({ text }) => text)
  return texts.length > MOST_NAMED ? texts.slice(-MOST_NAMED) : texts
}

function findingClauses({ findings }: Facts, number: NumberText): string[] {
  return [
    ...findingClause(['new finding', 'new findings, the first:'], findings.new, text => number('findings.new', text)),
    ...findingClause(['no longer found', 'findings are gone, the first:'], findings.gone, text =>
      number('findings.gone', text),
    ),
  ]
}

function findingClause(
  [one, more]: readonly [string, string],
  found: Facts['findings']['new'],
  number: (value: number) => string,
): string[] {
  const [first] = found
  if (first === undefined) return []
  return [found.length === 1 ? `${one}: ${first.title}` : `${number(found.length)} ${more} ${first.title}`]
}
