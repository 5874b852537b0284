import { BROWSER_SURROUNDINGS } from './browser-surroundings.ts'
import type { HubEvent } from './hub-messages.ts'
import { StreamHub } from './stream-hub.ts'
import { readTabRequest } from './tab-requests.ts'

/** The SharedWorker that owns the streams of all tabs of this origin. */
const hub = new StreamHub(BROWSER_SURROUNDINGS)

globalThis.addEventListener('connect', event => {
  if (!(event instanceof MessageEvent)) return
  for (const port of event.ports) serve(port)
})

function serve(port: MessagePort): void {
  const post = (event: HubEvent) => port.postMessage(event)
  port.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const request = readTabRequest(data)
    if (request !== undefined) hub.handle(post, request)
  })
  port.addEventListener('close', () => hub.handle(post, { type: 'bye' }))
  port.start()
}
