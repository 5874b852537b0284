import type { Labels } from '@slicescope/model'
import type { Certainty } from '../finding.ts'

export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${numberText(number)} ${number === 1 ? singular : plural}`
}

/** Thousands with a comma. */
export function numberText(number: number): string {
  return number.toLocaleString('en-US')
}

/** More are summed up: a sentence is no table. */
const MOST_NAMED = 3

/** "a, b and c"; of many the first ones and how many more. */
export function listed(names: readonly string[]): string {
  const [first = '', ...rest] = names
  if (rest.length === 0) return first
  if (names.length > MOST_NAMED)
    return `${names.slice(0, MOST_NAMED - 1).join(', ')} and ${numberText(names.length - MOST_NAMED + 1)} more`
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** As kubectl takes it: `app=web,tier=front`. */
export function selectorText(selector: Labels): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(',')
}

/** A zone by its name; with the word where the name could be read as one. */
export function zoneName(zone: string): string {
  return /^[a-z]+$/.test(zone) ? `zone ${zone}` : zone
}

/** Words begin in capitals; names and fields keep their own spelling: eu-1c, kube-proxy, targetPort, app=web. */
export function upperFirst(text: string): string {
  return /^[a-z]+(?:[\s,:;]|$)/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text
}

/** Kinds keep their capital behind "Likely: "; so does what has more than one: CPU, EndpointSlice. */
const KINDS = /^(?:Service|Deployment|Job|Endpoints|Kubernetes)\b/

export function lowerFirst(text: string): string {
  return /^[A-Z][a-z]*(?:[\s,:;]|$)/.test(text) && !KINDS.test(text)
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text
}

/** What a finding, or a verdict, says: see Finding. */
export interface Statement {
  readonly causeCertainty: Certainty | null
  readonly lead: string
  readonly facts: string
  readonly guess: string
}

/**
 * The parts in one, by how sure the cause is: "Lead: facts." of one that is proven, "Likely: lead. Facts.",
 * "Lead: facts. Possible cause: guess." of a hint, whose lead is the state. Parts that are empty are left out. A loss that
 * is over has "Recovered facts."
 */
export function sentenceOf(statement: Statement): string {
  const { head, rest } = splitStatement(statement)
  return rest === '' ? head : `${head} ${rest}`
}

/** The lead of a loss that is over; its facts go on with when: "Recovered at 03:14:02 UTC after 94 s: ...". */
export const RECOVERED = 'Recovered'

/** The sentence in two, where the second may be said more quietly; '' where the first is all. */
export function splitStatement({ causeCertainty, lead, facts, guess }: Statement): {
  readonly head: string
  readonly rest: string
} {
  const isLikely = causeCertainty === 'likely' && lead !== ''
  const possible = guess === '' ? [] : [`Possible cause: ${guess}.`]
  if (lead === '' || facts === '') return { head: headOf(isLikely, lead || facts, '.'), rest: possible.join(' ') }
  const told = isLikely ? `${upperFirst(facts)}.` : `${facts}.`
  return {
    head: headOf(isLikely, lead, isLikely ? '.' : lead === RECOVERED ? '' : ':'),
    rest: [told, ...possible].join(' '),
  }
}

function headOf(isLikely: boolean, words: string, end: string): string {
  return `${isLikely ? `Likely: ${lowerFirst(words)}` : upperFirst(words)}${end}`
}
