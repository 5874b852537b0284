import type { Diagnosed } from './diagnoses.ts'
import type { Severity } from './schema/words.ts'
import { type Judged, sentenceOf } from './sentence.ts'

/** The first line over the picture. */
interface VerdictWords {
  readonly sentence: string
  readonly severity: Severity | null
}

/**
 * The finding that explains the state best, where there is one; else what counts and zones say. Of what is stale or gone
 * only the counts are told, in the past tense: its cause may have changed since.
 */
export function verdictOf(judged: Judged, diagnosed: Diagnosed | undefined): VerdictWords {
  const { wanted = null, short = false } = diagnosed?.wanted ?? {}
  const counted = sentenceOf(judged, short && wanted !== null ? { wanted } : null)
  if (diagnosed === undefined || judged.asOf !== null || judged.deletedAt !== null)
    return { sentence: counted, severity: diagnosed?.findings[0]?.severity ?? null }
  const { code, sentence, severity } = diagnosed.verdict
  return { sentence: code === null ? counted : sentence, severity }
}
