import { browserSurroundings } from './browser-surroundings.ts'
import type { HubEvent, TabRequest } from './hub-messages.ts'
import { StreamHub } from './stream-hub.ts'

export type Send = (request: TabRequest) => void

/** A hub of this page's own. While hidden the page holds no stream: only six connections of an origin are open over HTTP/1.1. */
export function connectOwnHub(onEvent: (event: HubEvent) => void, fetch: typeof globalThis.fetch): Send {
  const hub = new StreamHub(browserSurroundings(fetch))
  let watched: TabRequest | null = null
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) hub.handle(onEvent, { type: 'bye' })
    else if (watched !== null) hub.handle(onEvent, watched)
  })
  return request => {
    if (request.type === 'watch') watched = request
    if (request.type === 'bye') watched = null
    if (!document.hidden) hub.handle(onEvent, request)
  }
}
