import type { Send } from './own-hub.ts'

interface Beside {
  /** The way to the streams of the page's server. */
  readonly others: Send
  /** The way to those of clusters that the page itself holds. */
  readonly own: Send
  readonly isOwn: (cluster: string) => boolean
}

/** The way to all of them: one is watched at a time. */
export function beside({ others, own, isOwn }: Beside): Send {
  let current = others
  return request => {
    if (request.type === 'watch') {
      const wanted = isOwn(request.cluster) ? own : others
      if (wanted !== current) current({ type: 'bye' })
      current = wanted
    }
    current(request)
  }
}
