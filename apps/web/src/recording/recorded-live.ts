import { LiveStore } from '../stream/live-store.ts'
import type { RecordedPage } from './recorded-page.ts'

/** What stands in for the stream: the list as it was at the end, and nothing after it. */
export function recordedLive(page: RecordedPage): LiveStore {
  const { cluster } = page.header
  const freshness = page.freshness(page.to)
  const store = new LiveStore({
    send: request => {
      if (request.type !== 'watch' || freshness === null) return
      const overviews = new Map([['*', { services: page.rows(page.to), freshness }]])
      const message = { type: 'snapshot', watermark: 'recorded-0', overviews, services: new Map() } as const
      queueMicrotask(() => store.receive({ type: 'message', cluster: cluster.slug, message }))
    },
    now: () => page.to,
    atNextFrame: callback => queueMicrotask(callback),
    onOutdated: () => {},
  })
  return store
}
