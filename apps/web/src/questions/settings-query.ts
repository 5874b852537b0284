import { queryOptions } from '@tanstack/react-query'
import { getJson, hasList } from './get-json.ts'

interface Settings {
  readonly links: readonly { readonly name: string; readonly template: string }[]
}

/** What the server was started with; it does not change while it runs. */
export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) =>
    getJson('/api/settings', { signal, isExpected: (body): body is Settings => hasList(body, 'links') }),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
})
