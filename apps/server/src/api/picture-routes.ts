import { Problem, type ServicePath, servicePathSchema } from '@slicescope/answers'
import { kubectlOfService, summarize, summaryMarkdown, toSvg, withPngText } from '@slicescope/picture'
import type { Response } from 'express'
import { type Route, textRoute } from '../http/route.ts'
import { pictureOutliner } from '../pictures/picture-fonts.ts'
import { drawPng } from '../pictures/png-file.ts'
import {
  captionQuerySchema,
  type PictureQuery,
  pictureQuerySchema,
  servicePicture,
} from '../pictures/service-picture.ts'
import { captionedView, type CaptionOptions } from './captioned-view.ts'

const PATH = '/api/clusters/{cluster}/namespaces/{namespace}/services/{name}'
const PROBLEMS = [403, 404, 410, 503]

/** What the page's share menu gives, for programs: pictures and a summary of one Service. */
export function pictureRoutes(options: CaptionOptions): readonly Route[] {
  return [svgRoute(options), pngRoute(options), summaryRoute(options)]
}

function svgRoute(options: CaptionOptions): Route {
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

function pngRoute(options: CaptionOptions): Route {
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
      const png = await drawPng(svg.text)
      send(response, 'image/png', Buffer.from(withPngText(png, { Title: svg.title, Description: svg.description })))
      return null
    },
  })
}

function summaryRoute(options: CaptionOptions): Route {
  return textRoute({
    path: `${PATH}/summary.md`,
    summary: 'The summary of a Service, as Markdown for a postmortem',
    params: servicePathSchema,
    query: captionQuerySchema,
    problems: PROBLEMS,
    mediaType: 'text/markdown',
    handle: async ({ params, query }, response) => {
      const found = await captionedView(options, params, query)
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

async function drawSvg(options: CaptionOptions, path: ServicePath, query: PictureQuery): Promise<DrawnSvg | Problem> {
  const found = await captionedView(options, path, query)
  if (found instanceof Problem) return found
  const caption = { ...found.caption, mark: query.mark ?? null }
  const model = servicePicture(found.view, caption, query)
  const text = toSvg(model, query.theme, { outliner: await pictureOutliner() })
  return { text, title: model.title, description: model.description }
}
