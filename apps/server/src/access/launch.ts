import { Problem } from '@slicescope/answers'
import type { Request, Response } from 'express'
import type { OwnAddress } from '../http/own-address.ts'
import { sendProblem } from '../http/problem.ts'
import { sendSmallPage } from '../pages/small-page.ts'
import { readWebApp, sendWebApp } from '../pages/web-app.ts'
import { isNavigation } from './find-stranger.ts'
import { HOW_TO_GET_IN, type Keys, SPENT } from './gate.ts'

interface Options {
  readonly keys: Keys
  readonly webFolder: string
  readonly address: OwnAddress
}

/**
 * Opens a session for a secret that is worth one. A browser gets the page itself, with its token in it: the cookie,
 * which other ports of this machine receive too, is worth no token then. Other clients are led to `/`.
 */
export async function launch(
  request: Request<{ secret: string }>,
  response: Response,
  { keys, webFolder, address }: Options,
): Promise<void> {
  // Previews of links ask with HEAD or prefetch: they must not use up a secret.
  if (request.method !== 'GET') {
    sendProblem(response, new Problem(405, 'Open a launch link with GET.', { headers: { Allow: 'GET' } }))
    return
  }
  if (request.get('sec-purpose')?.includes('prefetch') === true) {
    sendProblem(response, new Problem(503, 'Launch links cannot be prefetched: open the link.'))
    return
  }
  const html = await readWebApp(webFolder)
  const worth = keys.secrets.use(request.params.secret)
  if (worth === 'spent') {
    sendSmallPage(response, { status: SPENT.status, title: 'Slicescope is locked', sentence: SPENT.detail })
  } else if (worth === 'unknown') {
    response.setHeader('WWW-Authenticate', 'Bearer realm="slicescope"')
    const sentence = `This launch link is not valid: ${HOW_TO_GET_IN}.`
    sendSmallPage(response, { status: 401, title: 'Slicescope is locked', sentence })
  } else welcome(request, response, { keys, html, isEncrypted: isEncrypted(request, address) })
}

interface Welcome {
  readonly keys: Keys
  readonly html: string | null
  readonly isEncrypted: boolean
}

/** Whether the browser came over TLS: by --public-url, since a proxy in between ends it. */
function isEncrypted({ headers }: Request<{ secret: string }>, { origins }: OwnAddress): boolean {
  return origins.get(headers.host?.toLowerCase() ?? '')?.startsWith('https:') === true
}

function welcome(request: Request, response: Response, { keys, html, isEncrypted: isSecure }: Welcome): void {
  const { sessions, cookie: name } = keys
  const cookie = sessions.open()
  response.cookie(name, cookie, { httpOnly: true, sameSite: 'strict', secure: isSecure })
  if (isNavigation(request) && html !== null) {
    sendWebApp(response, html, sessions.takeToken(cookie))
    return
  }
  response.statusCode = 303
  response.setHeader('Location', '/')
  response.end()
}
