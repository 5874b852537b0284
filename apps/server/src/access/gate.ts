import type { IncomingMessage } from 'node:http'
import { Problem } from '../http/problem.ts'
import type { LaunchSecrets } from './launch-secrets.ts'
import type { Sessions } from './sessions.ts'

interface Keys {
  readonly secrets: LaunchSecrets
  readonly sessions: Sessions
  readonly cookie: string
}

/** Cookies do not tell ports apart: the name does, so that two servers on one machine do not log each other's people out. */
export function cookieName(port: number): string {
  return `slicescope-${port}`
}

export const HOW_TO_GET_IN =
  'open the link that Slicescope printed in the terminal where it runs; Enter there prints a new one'

export const SPENT = new Problem(410, `This launch secret was used already: ${HOW_TO_GET_IN}.`)

/** Why a request may not pass; null when it may: it shows a session's cookie, or the operator's own secret. */
export function findRefusal(request: IncomingMessage, { secrets, sessions, cookie }: Keys): Problem | null {
  const bearer = readBearer(request)
  if (bearer !== null) {
    const worth = secrets.judge(bearer)
    if (worth === 'standing') return null
    return worth === 'spent' ? SPENT : unauthorized('This Bearer token opens nothing here')
  }
  const isIn = readCookies(request, cookie).some(token => sessions.has(token))
  return isIn ? null : unauthorized('Nobody is logged in')
}

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

function readCookies({ headers }: IncomingMessage, name: string): readonly string[] {
  const pairs = (headers.cookie ?? '').split(';').map(pair => pair.trim())
  return pairs.filter(pair => pair.startsWith(`${name}=`)).map(pair => pair.slice(name.length + 1))
}
