import { queryOptions } from '@tanstack/react-query'
import { getJson, hasList } from './get-json.ts'

interface Settings {
  readonly links: readonly { readonly name: string; readonly template: string }[]
  /** Where other machines reach the server. */
  readonly publicUrl: string | null
}

/** What the server was started with; it does not change while it runs. */
export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => getJson('/api/settings', { signal, isExpected: isSettings }),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
})

function isSettings(body: unknown): body is Settings {
  if (!hasList(body, 'links') || typeof body !== 'object' || body === null || !('publicUrl' in body)) return false
  return body.publicUrl === null || (typeof body.publicUrl === 'string' && URL.canParse(body.publicUrl))
}
