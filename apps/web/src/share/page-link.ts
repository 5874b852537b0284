import { isLoopbackHost } from './is-loopback-host.ts'

export interface PageLink {
  readonly address: string
  /** It leads each reader to their own machine. */
  readonly isLocal: boolean
}

/** The link to a path of this page: from the address that the server calls its public one, if it has one. */
export function pageLink(path: string, { publicUrl, ownOrigin }: Origins): PageLink {
  const origin = publicUrl ?? ownOrigin
  // That of a page from a file is no address.
  if (!URL.canParse(origin)) return { address: path, isLocal: true }
  return { address: `${origin}${path}`, isLocal: isLoopbackHost(new URL(origin).hostname) }
}

interface Origins {
  /** Without a slash at its end; null where the server has none. */
  readonly publicUrl: string | null
  /** Where the page came from. */
  readonly ownOrigin: string
}
