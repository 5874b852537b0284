import { pageFetch } from '../session/page-fetch.ts'
import { HttpError } from './clusters.ts'

/** The body of a GET to our own server, if it is what `isExpected` knows; else an HttpError or one that says so. */
export async function getJson<T>(
  path: string,
  { signal, isExpected }: { readonly signal: AbortSignal; readonly isExpected: (body: unknown) => body is T },
): Promise<T> {
  const response = await pageFetch(path, { signal, headers: { accept: 'application/json' } })
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) throw new HttpError(response.status, detailOf(body))
  if (!isExpected(body)) throw new Error('Unexpected response from the server: reload the page.')
  return body
}

/** The sentence of a problem+json answer. */
function detailOf(body: unknown): string | undefined {
  return typeof body === 'object' && body !== null && 'detail' in body && typeof body.detail === 'string'
    ? body.detail
    : undefined
}

/** Whether a body has a list of that name; what is in it comes from our own schemas. */
export function hasList(body: unknown, name: string): boolean {
  return (
    typeof body === 'object' && body !== null && Array.isArray(Object.entries(body).find(([key]) => key === name)?.[1])
  )
}
