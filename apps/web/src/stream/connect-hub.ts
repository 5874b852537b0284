import { pageFetch } from '../session/page-fetch.ts'
import { currentToken } from '../session/session-token.ts'
import type { HubEvent } from './hub-messages.ts'
import { connectOwnHub, type Send } from './own-hub.ts'
import { writeTabRequest } from './tab-requests.ts'

/** The way to the hub: the worker that all tabs share, or where there is none a hub of this page's own. */
export function connectHub(onEvent: (event: HubEvent) => void): Send {
  return 'SharedWorker' in globalThis ? connectWorker(onEvent) : connectOwnHub(onEvent, pageFetch)
}

function connectWorker(onEvent: (event: HubEvent) => void): Send {
  // Vite finds workers by this very form.
  const worker = new SharedWorker(new URL('./stream-worker.ts', import.meta.url), { type: 'module' })
  worker.port.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isHubEvent(data)) onEvent(data)
  })
  worker.port.start()
  // A port of a SharedWorker has no origin to name.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  return request => worker.port.postMessage({ ...writeTabRequest(request), token: currentToken() })
}

/** The worker is loaded by the page from the same build; only the kind of its message is checked. */
function isHubEvent(data: unknown): data is HubEvent {
  return typeof data === 'object' && data !== null && 'type' in data && typeof data.type === 'string'
}
