/** The state of the page's connection to its own server; `freshness` has what the server knows of the cluster. */
export type Link =
  | { readonly state: 'connecting' }
  | { readonly state: 'open' }
  /** Cut off; the next attempt follows by itself. */
  | { readonly state: 'waiting'; readonly since: number; readonly problem: string }
  /** The server answered, but not with a stream. */
  | { readonly state: 'refused'; readonly status: number; readonly problem: string }

/** Why a stream could not be opened, or ended. `status` is null where no answer came at all. */
export interface StreamFailure {
  readonly status: number | null
  readonly problem: string
  /** Milliseconds that the server asks to wait; null where it does not say. */
  readonly retryAfter: number | null
}

/** An answer that trying again soon will not change. */
export function isRefusal({ status }: StreamFailure): boolean {
  return status !== null && status >= 400 && status < 500 && status !== 408 && status !== 429
}
