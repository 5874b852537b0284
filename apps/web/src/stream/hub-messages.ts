import type { Message, Topic } from '@slicescope/protocol'
import type { Link } from './link.ts'

/** What a tab asks of the hub. Each is complete in itself, so that a hub that forgot the tab can serve it again. */
export type TabRequest =
  | { readonly type: 'watch'; readonly cluster: string; readonly topics: readonly Topic[] }
  /** The tab's state differs from the server's digest. */
  | { readonly type: 'resync' }
  /** The tab is looked at again. */
  | { readonly type: 'wake' }
  | { readonly type: 'bye' }

/** What the hub tells a tab. */
export type HubEvent =
  | { readonly type: 'message'; readonly cluster: string; readonly message: Message }
  | { readonly type: 'link'; readonly cluster: string; readonly link: Link }
  /** Bytes came from the server. */
  | { readonly type: 'heard'; readonly cluster: string }
  | { readonly type: 'outdated' }

export type Post = (event: HubEvent) => void
