import { type Caption, kubectlOfService, summarize, summaryMarkdown, toSvg, withPngText } from '@slicescope/picture'
import { serviceKey } from '@slicescope/model'
import type { ServiceView } from '@slicescope/view'
import type { z } from 'zod'
import { Resvg } from '@resvg/resvg-js'
import type { Response } from 'express'
import type { PublicUrl } from '../cli/public-url.ts'
import type { ClusterRegistry } from '../clusters/cluster-registry.ts'
import { Problem } from '../http/problem.ts'
import { type Route, textRoute } from '../http/route.ts'
import { pictureOutliner } from '../pictures/picture-fonts.ts'
import {
  captionQuerySchema,
  type PictureQuery,
  pictureQuerySchema,
  servicePicture,
} from '../pictures/service-picture.ts'
import { noService, servicePathSchema, type ServicePath } from './ask-service.ts'
import { findNamespaceProblem } from './find-cluster.ts'
import { type Reading, readAt } from './read-at.ts'

interface PictureOptions {
  readonly registry: ClusterRegistry
  /** Of Slicescope. */
  readonly version: string
  readonly publicUrl: PublicUrl | null
}

const PATH = '/api/clusters/{cluster}/namespaces/{namespace}/services/{name}'
const PROBLEMS = [403, 404, 410, 503]

/** What the page's share menu gives, for programs: pictures and a summary of one Service. */
export function pictureRoutes(options: PictureOptions): readonly Route[] {
  return [svgRoute(options), pngRoute(options), summaryRoute(options)]
}

function svgRoute(options: PictureOptions): Route {
  return textRoute({
    path: `${PATH}/picture.svg`,
    summary: 'The picture of a Service as SVG, with text as outlines',
    params: servicePathSchema,
    query: pictureQuerySchema,
    problems: PROBLEMS,
    mediaType: 'image/svg+xml',
    handle: async ({ params, query }, response) => {
      const svg = await drawSvg(options, params, query)
      if (svg instanceof Problem) return svg
      send(response, 'image/svg+xml; charset=utf-8', svg.text)
      return null
    },
  })
}

function pngRoute(options: PictureOptions): Route {
  return textRoute({
    path: `${PATH}/picture.png`,
    summary: 'The picture of a Service as PNG',
    params: servicePathSchema,
    query: pictureQuerySchema,
    problems: PROBLEMS,
    mediaType: 'image/png',
    handle: async ({ params, query }, response) => {
      const svg = await drawSvg(options, params, query)
      if (svg instanceof Problem) return svg
      const png = new Resvg(svg.text, { font: { loadSystemFonts: false } }).render().asPng()
      send(response, 'image/png', Buffer.from(withPngText(png, { Title: svg.title, Description: svg.description })))
      return null
    },
  })
}

function summaryRoute(options: PictureOptions): Route {
  return textRoute({
    path: `${PATH}/summary.md`,
    summary: 'The summary of a Service, as Markdown for a postmortem',
    params: servicePathSchema,
    query: captionQuerySchema,
    problems: PROBLEMS,
    mediaType: 'text/markdown',
    handle: async ({ params, query }, response) => {
      const found = await findView(options, params, query)
      if (found instanceof Problem) return found
      const { view, caption } = found
      const summary = summarize(view, caption, kubectlOfService(view.service))
      send(response, 'text/markdown; charset=utf-8', summaryMarkdown(summary))
      return null
    },
  })
}

function send(response: Response, type: string, body: string | Buffer): void {
  response.setHeader('Content-Type', type)
  response.end(body)
}

interface DrawnSvg {
  readonly text: string
  readonly title: string
  readonly description: string
}

async function drawSvg(options: PictureOptions, path: ServicePath, query: PictureQuery): Promise<DrawnSvg | Problem> {
  const found = await findView(options, path, query)
  if (found instanceof Problem) return found
  const caption = { ...found.caption, mark: query.mark ?? null }
  const model = servicePicture(found.view, caption, query)
  const text = toSvg(model, query.theme, { outliner: await pictureOutliner() })
  return { text, title: model.title, description: model.description }
}

interface Found {
  readonly view: ServiceView
  readonly caption: Caption
}

function findView(
  options: PictureOptions,
  path: ServicePath,
  query: z.infer<typeof captionQuerySchema>,
): Promise<Found | Problem> {
  const { at } = query
  return readAt(options.registry, { ...path, at }, reading => readView(reading, path, { ...options, ...query }))
}

type Wanted = PictureOptions & z.infer<typeof captionQuerySchema>

function readView(reading: Reading, path: ServicePath, { version, publicUrl, tz }: Wanted): Found | Problem {
  const { namespace, name } = path
  const problem = findNamespaceProblem(reading, namespace)
  if (problem !== null) return problem
  const { now, provenance, identity } = reading
  const asOf = new Date(now).toISOString()
  const view = reading.view.serviceView(serviceKey(namespace, name), now)
  if (view === undefined || view.deleted !== null) return noService(namespace, name)
  return {
    view,
    caption: {
      cluster: identity.context,
      asOf,
      link:
        publicUrl === null || publicUrl.isLocal
          ? null
          : pageLink(publicUrl, path, { at: provenance.moment === 'past' ? asOf : null, id: identity.uid }),
      mark: null,
      timeZone: tz ?? null,
      version,
      position: provenance.position,
    },
  }
}

interface LinkedTo {
  /** Null for now. */
  readonly at: string | null
  /** The cluster's. */
  readonly id: string | null
}

/** The page of the Service, for readers elsewhere, whose machines may call the cluster differently: with its identity. */
function pageLink({ origin }: PublicUrl, { cluster, namespace, name }: ServicePath, { at, id }: LinkedTo): string {
  const [first, second, third] = [cluster, namespace, name].map(encodeURIComponent)
  // Each demo is a cluster of its own, and any will do.
  const pairs = [at === null ? '' : `at=${at}`, id === null || cluster === 'demo' ? '' : `id=${encodeURIComponent(id)}`]
  const query = pairs.filter(pair => pair !== '').join('&')
  return `${origin}/c/${first}/ns/${second}/svc/${third}${query === '' ? '' : `?${query}`}`
}
