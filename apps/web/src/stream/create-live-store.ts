import { onSignedIn } from '../session/session-token.ts'
import type { HubEvent, TabRequest } from './hub-messages.ts'
import type { Send } from './own-hub.ts'
import { LiveStore } from './live-store.ts'

/** Shorter than what the hub takes for a closed tab, also where timers run once a minute. */
const KEEP_ALIVE_MS = 30_000
const RELOADED_KEY = 'slicescope-reloaded-at'
const RELOAD_PAUSE_MS = 60_000

/** The page's one live store, wired to the hub and to what the browser says about this page. */
export function createLiveStore(connect: (onEvent: (event: HubEvent) => void) => Send): LiveStore {
  let watched: TabRequest | null = null
  const sendToHub = connect(event => store.receive(event))
  const store = new LiveStore({
    send: request => {
      if (request.type === 'watch') watched = request
      sendToHub(request)
    },
    now: () => Date.now(),
    atNextFrame,
    onOutdated: reloadOnce,
  })
  const hail = () => {
    if (watched !== null) sendToHub(watched)
  }
  setInterval(hail, KEEP_ALIVE_MS)
  globalThis.addEventListener('pagehide', () => sendToHub({ type: 'bye' }))
  globalThis.addEventListener('pageshow', event => event.persisted && hail())
  globalThis.addEventListener('online', () => sendToHub({ type: 'wake' }))
  onSignedIn(() => sendToHub({ type: 'wake' }))
  document.addEventListener('visibilitychange', () => !document.hidden && sendToHub({ type: 'wake' }))
  return store
}

/** Longer than any frame: hidden pages draw none, but their title and their queue must stay right. */
const NO_FRAME_MS = 250

function atNextFrame(callback: () => void): void {
  const run = () => {
    clearTimeout(timer)
    cancelAnimationFrame(frame)
    callback()
  }
  const timer = setTimeout(run, NO_FRAME_MS)
  const frame = requestAnimationFrame(run)
}

/** A newer server brings a newer page with it; if that does not help, the old page says so and stays. */
function reloadOnce(): void {
  const last = Number(sessionStorage.getItem(RELOADED_KEY) ?? 0)
  if (Date.now() - last < RELOAD_PAUSE_MS) return
  sessionStorage.setItem(RELOADED_KEY, String(Date.now()))
  location.reload()
}
