import { formatCount } from '@slicescope/picture'
import type { StreamState } from '@slicescope/protocol'
import type { Freshness } from '@slicescope/view'
import type { Live } from '../stream/live.ts'
import { progressWords, resourceWord } from '../words/missing.ts'

/** What the page can show of the list of Services; each has its own words. */
export type PageCondition =
  | { readonly kind: 'ready' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'refused'; readonly problem: string }
  | { readonly kind: 'no-server'; readonly problem: string }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'loading'; readonly progress: readonly string[] }
  | {
      readonly kind: 'unreachable'
      readonly reason: string
      readonly asked: string | null
      /** Whom the server asks, and as what: address and context. */
      readonly server: string | null
      readonly context: string | null
      readonly nextAttempt: string | null
    }
  | { readonly kind: 'forbidden' | 'not-recorded'; readonly reason: string }

/** Data that was shown once stays: conditions of the connection stand beside it, not in its place. */
export function pageCondition({ stream, link }: Live): PageCondition {
  const overview = stream.overviews.get('*')?.value
  if (overview !== undefined && overview.services.length > 0) return { kind: 'ready' }
  if (overview !== undefined) return withoutServices(stream, overview.freshness)
  if (link.state === 'refused')
    return link.status === 401 ? { kind: 'signed-out' } : { kind: 'refused', problem: link.problem }
  if (link.state === 'waiting') return { kind: 'no-server', problem: link.problem }
  if (stream.connection === null) return { kind: 'connecting' }
  return withoutServices(stream, stream.connection.freshness)
}

function withoutServices(stream: StreamState, freshness: Freshness): PageCondition {
  const missing = freshness.missing.find(({ resource }) => resource === 'services')
  const services = stream.connection?.resources.find(({ resource }) => resource === 'services')
  if (missing === undefined) {
    return stream.overviews.has('*') ? { kind: 'empty' } : { kind: 'loading', progress: progressLines(stream) }
  }
  switch (missing.reason) {
    case 'forbidden':
      return {
        kind: 'forbidden',
        reason: services?.reason ?? 'Permission denied: you cannot list Services here (RBAC).',
      }
    case 'unreachable':
      return {
        kind: 'unreachable',
        reason: services?.reason ?? 'The API server does not answer.',
        asked: stream.connection?.asked ?? null,
        server: stream.connection?.server ?? null,
        context: stream.hello?.cluster.context ?? null,
        nextAttempt: stream.connection?.nextAttempt ?? null,
      }
    case 'not-recorded':
      return { kind: 'not-recorded', reason: 'Services are not in this recording.' }
    case 'loading':
    case 'not-followed':
      return { kind: 'loading', progress: progressLines(stream) }
    default:
      return missing.reason satisfies never
  }
}

/** "Services 1,204 listed", "pods 42,000 of 150,000" */
export function progressLines({ connection }: StreamState): readonly string[] {
  return (connection?.resources ?? []).map(({ resource, namespace, hasSynced, loaded, expected }) => {
    const name = `${resourceWord(resource)}${namespace === null ? '' : ` in ${namespace}`}`
    return `${name} ${hasSynced ? `${formatCount(loaded)} listed` : progressWords(loaded, expected)}`
  })
}
