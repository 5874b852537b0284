/** What the workloads behind a Service ask for. */
export interface Wanted {
  /** How many pods the matching workloads ask for; null where none matches or any kind cannot be read. */
  readonly wanted: number | null
  /** A rollout of one of them runs and is not stuck. */
  readonly rolling: boolean
  /** How many may be missing: maxUnavailable while a rollout runs, else 0. */
  readonly allowance: number
  /** Fewer are ready than that leaves. */
  readonly short: boolean
}
