import { join } from 'node:path'
import { clusterQuestions, Problem } from '@slicescope/answers'
import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import type { Logger } from 'pino'
import { clustersRoute } from '../api/clusters-route.ts'
import { openApiRoute } from '../api/openapi.ts'
import { askedClusters } from '../api/find-cluster.ts'
import { objectRoute } from '../api/object-route.ts'
import { pictureRoutes } from '../api/picture-routes.ts'
import { recordingFileRoute } from '../api/recording-file-route.ts'
import { reportRoutes } from '../api/report-routes.ts'
import { recordingRoute } from '../api/recording-route.ts'
import { retryRoute } from '../api/retry-route.ts'
import { settingsRoute } from '../api/settings-route.ts'
import { streamRoute } from '../api/stream-route.ts'
import { cookieName, findPageRefusal, findSessionCookie, findVisitor, type Keys } from '../access/gate.ts'
import { findStranger, isFollowedLink, isNavigation } from '../access/find-stranger.ts'
import { setVisitor } from '../access/visitors.ts'
import { launch } from '../access/launch.ts'
import type { LaunchSecrets } from '../access/launch-secrets.ts'
import { Sessions } from '../access/sessions.ts'
import type { LinkTemplate } from '../cli/link-template.ts'
import type { PublicUrl } from '../cli/public-url.ts'
import type { ClusterRegistry } from '../clusters/cluster-registry.ts'
import { healthRoute, readyRoute } from '../operations/health-routes.ts'
import { logRequests } from '../operations/log.ts'
import type { Metrics } from '../operations/metrics.ts'
import { metricsRoute } from '../operations/metrics-route.ts'
import { sendSmallPage } from '../pages/small-page.ts'
import { readWebApp, sendWebApp } from '../pages/web-app.ts'
import type { OwnAddress } from './own-address.ts'
import { sendProblem } from './problem.ts'
import { questionRoute, type Route } from './route.ts'
import { setSecurityHeaders } from './security-headers.ts'

export interface AppOptions {
  readonly registry: ClusterRegistry
  readonly secrets: LaunchSecrets
  readonly metrics: Metrics
  readonly log: Logger
  /** Where `npm run build` puts the page. */
  readonly webFolder: string
  readonly version: string
  /** Of --link. */
  readonly links: readonly LinkTemplate[]
  /** Of --public-url. */
  readonly publicUrl: PublicUrl | null
  readonly address: OwnAddress
  /** No more work is taken on. */
  readonly isEnding: () => boolean
}

/** Everything that is answered, in the order in which it is judged: headers, who asks, what for. */
export function createApp(options: AppOptions): Express {
  const { secrets, log, webFolder, address } = options
  const keys: Keys = { secrets, sessions: new Sessions(), cookie: cookieName(address.port) }
  const routes = createRoutes(options)
  const app = express()
  app.disable('x-powered-by').disable('etag').enable('case sensitive routing')
  app.use((request, response, next) => {
    setSecurityHeaders(request, response)
    next()
  })
  app.use(logRequests(log))
  app.use((request, response, next) => admit(request, response, { options, next }))
  for (const route of routes) if (route.isPublic) app.get(toExpressPath(route.path), route.handle)
  app.get('/launch/:secret', (request, response) => launch(request, response, { keys, webFolder, address }))
  app.use('/assets', serveAssets(webFolder))
  app.use((request, response, next) => {
    const refusal = findPageRefusal(request, keys)
    if (refusal === null) next()
    else sendRefusal(request, response, refusal)
  })
  app.get(['/', '/c', '/c/*path'], (request, response) => sendPage(request, response, { keys, webFolder }))
  for (const route of routes) if (!route.isPublic) app.get(toExpressPath(route.path), identify(keys), route.handle)
  app.use((request, response) => {
    refuse(request, response, new Problem(404, `There is nothing at ${request.path}: ${whereElse(request)}.`))
  })
  app.use((error: unknown, _: Request, response: Response, next: NextFunction) => fail(error, response, { log, next }))
  return app
}

/** What answers data wants to know who asks: a cookie is not enough. */
function identify(keys: Keys): express.Handler {
  return (request, response, next) => {
    const visitor = findVisitor(request, keys)
    if (visitor instanceof Problem) sendProblem(response, visitor)
    else {
      setVisitor(response, visitor)
      next()
    }
  }
}

interface PageOptions {
  readonly keys: Keys
  readonly webFolder: string
}

/** The page, with the session's token on its first load; it holds no cluster data. */
async function sendPage(request: Request, response: Response, { keys, webFolder }: PageOptions): Promise<void> {
  const html = await readWebApp(webFolder)
  const cookie = html === null || request.method !== 'GET' ? null : findSessionCookie(request, keys)
  sendWebApp(response, html, cookie === null ? null : keys.sessions.takeToken(cookie))
}

function createRoutes({ registry, metrics, webFolder, version, links, publicUrl }: AppOptions): readonly Route[] {
  const routes = [
    healthRoute(),
    readyRoute(registry, webFolder),
    metricsRoute(metrics),
    clustersRoute(registry),
    settingsRoute(links, publicUrl),
    ...clusterQuestions(askedClusters(registry)).map(questionRoute),
    objectRoute(registry),
    retryRoute(registry),
    ...pictureRoutes({ registry, version, publicUrl }),
    ...reportRoutes({ registry, version, publicUrl }),
    recordingRoute({ registry, webFolder, version }),
    recordingFileRoute({ registry, version }),
    streamRoute(registry, metrics),
  ]
  return [...routes, openApiRoute(routes, version)]
}

function toExpressPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1')
}

interface Admission {
  readonly options: AppOptions
  readonly next: NextFunction
}

function admit(request: Request, response: Response, { options, next }: Admission): void {
  const stranger = findStranger(request, options.address)
  if (stranger !== null) {
    if (stranger.status === 403 && isFollowedLink(request) && hasOwnHost(request, options)) askAgain(response)
    else refuse(request, response, stranger)
  } else if (request.method !== 'GET' && request.method !== 'HEAD') {
    sendProblem(response, new Problem(405, 'Only GET and HEAD are allowed.', { headers: { Allow: 'GET, HEAD' } }))
  } else if (options.isEnding()) {
    response.setHeader('Connection', 'close')
    refuse(request, response, new Problem(503, 'Slicescope is shutting down.'))
  } else next()
}

function hasOwnHost({ headers }: Request, { address }: AppOptions): boolean {
  return address.origins.has(headers.host?.toLowerCase() ?? '')
}

/** Runbooks and alerts link here from other sites. The page that then asks is ours, so that the cookie comes along. */
function askAgain(response: Response): void {
  const sentence = 'You followed a link from another site. This page reloads; if it does not, reload it.'
  sendSmallPage(response, { status: 403, title: 'One moment', sentence, reload: true })
}

/** To a person in a browser as a page, to a program as JSON. */
function refuse(request: Request, response: Response, problem: Problem): void {
  const { status, detail } = problem
  if (isNavigation(request) && !isForPrograms(request))
    sendSmallPage(response, {
      status,
      title: status === 404 ? 'Nothing is here' : 'This page cannot be shown',
      sentence: detail,
    })
  else sendProblem(response, problem)
}

function whereElse(request: Request): string {
  return isForPrograms(request) || !isNavigation(request)
    ? '/api/openapi.json lists the API'
    : '/ leads to the clusters'
}

function isForPrograms({ path }: Request): boolean {
  return /^\/(metrics|api)(\/|$)/.test(path)
}

function serveAssets(webFolder: string): express.Handler {
  return express.static(join(webFolder, 'assets'), {
    index: false,
    redirect: false,
    dotfiles: 'ignore',
    // Their names change with their content.
    immutable: true,
    maxAge: '1y',
    // It leaves a header alone that is set already.
    setHeaders: response => response.removeHeader('Cache-Control'),
  })
}

function sendRefusal(request: Request, response: Response, refusal: Problem): void {
  if (isForPrograms(request)) {
    sendProblem(response, refusal)
    return
  }
  for (const [name, value] of Object.entries(refusal.extras.headers ?? {})) response.setHeader(name, value)
  sendSmallPage(response, { status: refusal.status, title: 'Slicescope is locked', sentence: refusal.detail })
}

interface Failure {
  readonly log: Logger
  readonly next: NextFunction
}

/** Bad requests that Express meets, and our own mistakes: these say nothing of what is inside. */
function fail(error: unknown, response: Response, { log, next }: Failure): void {
  if (response.headersSent) {
    next(error)
    return
  }
  const status = error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 500
  if (status < 500) {
    sendProblem(response, new Problem(status, 'Cannot parse this request: correct its path.'))
    return
  }
  log.error({ err: error }, 'a request failed')
  sendProblem(response, new Problem(500, 'Internal error in Slicescope: see its log.'))
}
