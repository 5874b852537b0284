import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Request } from 'express'
import { Problem, sendProblem } from '../http/problem.ts'
import { sendSmallPage } from '../pages/small-page.ts'
import { HOW_TO_GET_IN, SPENT } from './gate.ts'
import type { LaunchSecrets } from './launch-secrets.ts'
import type { Sessions } from './sessions.ts'

interface Keys {
  readonly secrets: LaunchSecrets
  readonly sessions: Sessions
  readonly cookie: string
}

/** Opens a session for who comes with a secret that opens, and leads to the first page. */
export function launch(
  request: Request<{ secret: string }>,
  response: ServerResponse & { req: IncomingMessage },
  keys: Keys,
): void {
  // Previews of links look with HEAD: they must not use up a secret.
  if (request.method !== 'GET') {
    sendProblem(response, new Problem(405, 'A launch link is opened with GET.', { headers: { Allow: 'GET' } }))
    return
  }
  const worth = keys.secrets.use(request.params.secret)
  switch (worth) {
    case 'standing':
    case 'fresh':
      response.statusCode = 303
      response.setHeader('Set-Cookie', `${keys.cookie}=${keys.sessions.open()}; Path=/; HttpOnly; SameSite=Strict`)
      response.setHeader('Location', '/')
      response.end()
      return
    case 'spent':
      sendSmallPage(response, { status: SPENT.status, title: 'Slicescope is locked', sentence: SPENT.detail })
      return
    case 'unknown': {
      const sentence = `This link opens nothing here: ${HOW_TO_GET_IN}.`
      response.setHeader('WWW-Authenticate', 'Bearer realm="slicescope"')
      sendSmallPage(response, { status: 401, title: 'Slicescope is locked', sentence })
    }
  }
}
