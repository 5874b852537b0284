import { createOwnFetch } from '../session/own-fetch.ts'
import { isToken } from '../session/is-token.ts'
import { browserSurroundings } from './browser-surroundings.ts'
import type { HubEvent } from './hub-messages.ts'
import { StreamHub } from './stream-hub.ts'
import { readTabRequest } from './tab-requests.ts'

/** The SharedWorker that owns the streams of all tabs of this origin. */
const hub = new StreamHub(browserSurroundings(createOwnFetch(() => token)))
/** The newest of all tabs: a worker has no storage of its own. */
let token: string | null = null

globalThis.addEventListener('connect', event => {
  if (!(event instanceof MessageEvent)) return
  for (const port of event.ports) serve(port)
})

function serve(port: MessagePort): void {
  const post = (event: HubEvent) => port.postMessage(event)
  port.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const isNew = takeToken(data)
    const request = readTabRequest(data)
    if (request !== undefined) hub.handle(post, request)
    if (isNew) hub.wake()
  })
  port.addEventListener('close', () => hub.handle(post, { type: 'bye' }))
  port.start()
}

/** Every request of a tab brings its token. Answers whether it is another than before. */
function takeToken(data: unknown): boolean {
  if (typeof data !== 'object' || data === null || !('token' in data)) return false
  if (!isToken(data.token) || data.token === token) return false
  token = data.token
  return true
}
