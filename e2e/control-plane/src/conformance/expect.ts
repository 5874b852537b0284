import assert from 'node:assert/strict'
import type { RawAnswer } from '../api.ts'
import type { WatchEvent } from './watch.ts'

/** The Status object with which an API server refuses. */
export type Status = {
  readonly kind: string
  readonly apiVersion: string
  readonly status: string
  readonly reason?: string
  readonly message?: string
  readonly code: number
  readonly metadata?: { readonly continue?: string }
  readonly details?: {
    readonly name?: string
    readonly group?: string
    readonly kind?: string
    readonly retryAfterSeconds?: number
    readonly causes?: readonly { readonly reason?: string; readonly field?: string }[]
  }
}

/** Asserts that the answer refuses with this HTTP status and a Status object of the same code and this reason. */
export function assertStatus(answer: RawAnswer, code: number, reason?: string): Status {
  assert.equal(answer.status, code, answer.text.slice(0, 300))
  assert.match(String(answer.headers['content-type']), /^application\/json/)
  const status: Status = JSON.parse(answer.text)
  assert.deepEqual([status.kind, status.apiVersion, status.status, status.code], ['Status', 'v1', 'Failure', code])
  if (reason !== undefined) {
    assert.equal(status.reason, reason)
  }
  return status
}

/** Events as `ADDED a`, for comparing whole lists. */
export function told(events: readonly WatchEvent[]): readonly string[] {
  return events.map(({ type, object }) => (type === 'BOOKMARK' ? type : `${type} ${object.metadata.name}`))
}

/** Names of the items of a list, in the list's order. */
export function names(list: {
  readonly items: readonly { readonly metadata: { readonly name: string } }[]
}): readonly string[] {
  return list.items.map(item => item.metadata.name)
}

/** Compares two resourceVersions of one resource: by length, then as text (they can be larger than a JS number). */
export function isNotOlder(version: string, than: string): boolean {
  return version.length === than.length ? version >= than : version.length > than.length
}
