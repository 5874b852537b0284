import { createSecret, hashSecret } from './secrets.ts'

/** Far more than one person's browsers; scripts that open the launch link repeatedly must not fill the memory. */
const MAX_SESSIONS = 1000

interface Session {
  readonly id: string
  /** Null until its first page is loaded. */
  token: string | null
}

/**
 * Who signed in, until this process ends. A session has two keys:
 * - a cookie, which the browser sends to every port of this machine: it opens pages, which hold no cluster data
 * - a token, which only the page holds and sends as a header: it opens the data. The first page load answers it once.
 */
export class Sessions {
  /** By hashes, oldest first: a look-up tells nothing about the other keys. */
  readonly #byCookie = new Map<string, Session>()
  readonly #byToken = new Map<string, Session>()

  /** Answers the cookie of a new session. */
  open(): string {
    const cookie = createSecret()
    const id = keyOf(cookie)
    this.#byCookie.set(id, { id, token: null })
    const [oldest] = this.#byCookie.values()
    if (this.#byCookie.size > MAX_SESSIONS && oldest !== undefined) this.#end(oldest)
    return cookie
  }

  hasCookie(cookie: string): boolean {
    return this.#byCookie.has(keyOf(cookie))
  }

  /** The session's token, on the first call; null for an unknown cookie and on every later call. */
  takeToken(cookie: string): string | null {
    const session = this.#byCookie.get(keyOf(cookie))
    if (session === undefined || session.token !== null) return null
    const token = createSecret()
    session.token = keyOf(token)
    this.#byToken.set(session.token, session)
    return token
  }

  /** A name of the session with this token, which tells neither of its keys; null where there is none. */
  findByToken(token: string): string | null {
    return this.#byToken.get(keyOf(token))?.id ?? null
  }

  #end({ id, token }: Session): void {
    this.#byCookie.delete(id)
    if (token !== null) this.#byToken.delete(token)
  }
}

function keyOf(secret: string): string {
  return hashSecret(secret).toString('hex')
}
