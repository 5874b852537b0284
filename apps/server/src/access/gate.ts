import type { IncomingMessage } from 'node:http'
import { Problem } from '@slicescope/answers'
import type { LaunchSecrets } from './launch-secrets.ts'
import type { Sessions } from './sessions.ts'

export interface Keys {
  readonly secrets: LaunchSecrets
  readonly sessions: Sessions
  readonly cookie: string
}

/** Who a request comes from: one browser, or the scripts that hold the operator's secret. */
export type Visitor = { readonly type: 'browser'; readonly session: string } | { readonly type: 'operator' }

/** Cookies do not tell ports apart: the name does, so that two servers on one machine do not sign each other's users out. */
export function cookieName(port: number): string {
  return `slicescope-${port}`
}

export const HOW_TO_GET_IN = 'open the link that Slicescope printed in its terminal, or press Enter there for a new one'

export const SPENT = new Problem(410, `This launch secret was already used: ${HOW_TO_GET_IN}.`)

/** Who asks for data, by the Authorization header alone; a Problem where it opens nothing. A cookie opens no data. */
export function findVisitor(request: IncomingMessage, { secrets, sessions }: Keys): Visitor | Problem {
  const bearer = readBearer(request)
  if (bearer === null) return unauthorized('You are not signed in')
  const session = sessions.findByToken(bearer)
  if (session !== null) return { type: 'browser', session }
  const worth = secrets.judge(bearer)
  if (worth === 'standing') return { type: 'operator' }
  return worth === 'spent' ? SPENT : unauthorized('This Bearer token is not valid')
}

/** Why a page may not be loaded; null when it may. Pages hold no cluster data: a session's cookie opens them. */
export function findPageRefusal(request: IncomingMessage, keys: Keys): Problem | null {
  if (findSessionCookie(request, keys) !== null) return null
  const visitor = findVisitor(request, keys)
  return visitor instanceof Problem ? visitor : null
}

/** The cookie of a session, of those that the request brings. */
export function findSessionCookie({ headers }: IncomingMessage, { sessions, cookie: name }: Keys): string | null {
  const pairs = (headers.cookie ?? '').split(';').map(pair => pair.trim())
  const values = pairs.filter(pair => pair.startsWith(`${name}=`)).map(pair => pair.slice(name.length + 1))
  return values.slice(0, MAX_COOKIES).find(value => sessions.hasCookie(value)) ?? null
}

/** A browser sends one of a name and path. */
const MAX_COOKIES = 4

function unauthorized(what: string): Problem {
  return new Problem(401, `${what}: ${HOW_TO_GET_IN}.`, {
    headers: { 'WWW-Authenticate': 'Bearer realm="slicescope"' },
  })
}

function readBearer({ headers }: IncomingMessage): string | null {
  const { authorization } = headers
  if (authorization === undefined) return null
  return /^bearer +(\S+) *$/i.exec(authorization)?.[1] ?? ''
}
