import { type Certainty, sentenceOf, type Statement, upperFirst } from '@slicescope/diagnosis'
import type { Diagnosed } from './diagnoses.ts'
import type { Severity } from './schema/words.ts'
import { countedWords, type Judged } from './sentence.ts'

/** The first line over the picture, and its parts. */
interface VerdictWords extends Statement {
  readonly sentence: string
  readonly severity: Severity | null
  readonly causeCertainty: Certainty | null
  readonly onset: string | null
}

/**
 * The finding that explains the state best, where there is one; else what counts and zones say. Of what is stale or gone
 * only the counts are told, in the past tense: its cause may have changed since.
 */
export function verdictOf(judged: Judged, diagnosed: Diagnosed | undefined): VerdictWords {
  if (diagnosed === undefined || judged.asOf !== null || judged.deletedAt !== null)
    return { ...counted(judged, diagnosed), severity: diagnosed?.findings[0]?.severity ?? null }
  const { code, sentence, lead, facts, guess, onset, severity, causeCertainty } = diagnosed.verdict
  if (code === null) return { ...counted(judged, diagnosed), severity }
  return { sentence, lead, facts, guess, onset, severity, causeCertainty }
}

function counted(judged: Judged, diagnosed: Diagnosed | undefined) {
  const { wanted = null, short = false } = diagnosed?.wanted ?? {}
  const { lead, facts } = countedWords(judged, short && wanted !== null ? { wanted } : null)
  const statement = { lead: upperFirst(lead), facts, guess: '', causeCertainty: null }
  return { sentence: sentenceOf(statement), ...statement, onset: null }
}
