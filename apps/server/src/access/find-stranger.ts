import type { IncomingMessage } from 'node:http'
import { Problem } from '@slicescope/answers'
import type { OwnAddress } from '../http/own-address.ts'

const SITES_OF_OURS: readonly string[] = ['same-origin', 'none']

/**
 * Why a request is not from a page of ours or from the operator, whatever cookie it carries; null where nothing
 * speaks against it. Names that lead here by DNS rebinding, other sites' scripts, forms and frames end here.
 */
export function findStranger(request: IncomingMessage, own: OwnAddress): Problem | null {
  if (!request.url?.startsWith('/')) return new Problem(400, 'Request a path, not a full URL.')
  const host = readHost(request)
  const page = host === null ? undefined : own.origins.get(host)
  if (page === undefined) {
    return new Problem(403, `This Host header is not allowed: open ${own.url}.`)
  }
  const { origin, 'sec-fetch-site': site } = request.headers
  if (origin !== undefined && origin.toLowerCase() !== page) return foreign()
  return site === undefined || SITES_OF_OURS.includes(site) ? null : foreign()
}

/** A link to a page on another site was followed, in a tab of its own. Browsers keep our cookie back from it. */
export function isFollowedLink(request: IncomingMessage): boolean {
  return request.method === 'GET' && request.headers.origin === undefined && isNavigation(request)
}

/** A browser opens a page in a tab. Only browsers say so; a few old ones do not. */
export function isNavigation({ headers }: IncomingMessage): boolean {
  return headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
}

/** Null unless there is exactly one. */
function readHost({ rawHeaders, headers }: IncomingMessage): string | null {
  const count = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length
  return count === 1 ? (headers.host?.toLowerCase() ?? null) : null
}

function foreign(): Problem {
  return new Problem(403, 'Requests from other sites are not allowed.')
}
