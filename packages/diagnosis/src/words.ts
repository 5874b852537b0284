import type { Labels } from '@slicescope/model'
import type { Certainty } from './finding.ts'

export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${number} ${number === 1 ? singular : plural}`
}

/** More are summed up: a sentence is no table. */
const MOST_NAMED = 3

/** "a, b and c"; of many the first ones and how many more. */
export function listed(names: readonly string[]): string {
  const [first = '', ...rest] = names
  if (rest.length === 0) return first
  if (names.length > MOST_NAMED)
    return `${names.slice(0, MOST_NAMED - 1).join(', ')} and ${names.length - MOST_NAMED + 1} more`
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** As kubectl takes it: `app=web,tier=front`. */
export function selectorText(selector: Labels): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(',')
}

/** Fields keep their own spelling: targetPort, serviceName. */
export function upperFirst(text: string): string {
  return /^[a-z]+[A-Z]/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1)
}

interface Statement {
  readonly causeCertainty: Certainty
  readonly cause: string
  readonly facts: string
}

/** One sentence worded by how sure the cause is: proven as it is, likely as likely, a hint as a guess behind the facts. */
export function sentenceOf({ causeCertainty, cause, facts }: Statement): string {
  if (cause === '') return `${upperFirst(facts)}.`
  if (causeCertainty === 'proven') return `${upperFirst(cause)}: ${facts}.`
  if (causeCertainty === 'likely') return `Likely ${cause}: ${facts}.`
  return `${upperFirst(facts)}; perhaps ${cause}.`
}
