import { createHash } from 'node:crypto'
import { parseTime, Problem, type ServicePath, servicePathSchema, timeSchema } from '@slicescope/answers'
import { isTimeZone, REPORT_STYLE, reportHtml, reportMarkdown, reportOf } from '@slicescope/picture'
import type { Response } from 'express'
import { z } from 'zod'
import { type Route, textRoute } from '../http/route.ts'
import { pictureOutliner } from '../pictures/picture-fonts.ts'
import { attachRecording } from '../reports/attach-recording.ts'
import { readReport } from '../reports/read-report.ts'
import type { CaptionOptions } from './captioned-view.ts'
import { findCluster } from './find-cluster.ts'

const PATH = '/api/clusters/{cluster}/namespaces/{namespace}/services/{name}'
const PROBLEMS = [403, 404, 410, 503]
const MAX_ZONE = 64
/** ms; nothing is sent until the recording in it is written. */
const MOST_WORK_MS = 300_000

const reportQuerySchema = z.strictObject({
  from: timeSchema
    .optional()
    .describe('Where it begins, RFC 3339; without it 5 minutes before the last loss, or an hour before its end.'),
  to: timeSchema
    .optional()
    .describe('Where it ends, RFC 3339; without it 5 minutes after the recovery from the last loss, or now.'),
  tz: z
    .string()
    .max(MAX_ZONE)
    .refine(isTimeZone, { message: 'not an IANA time zone' })
    .optional()
    .describe('An IANA time zone such as Europe/Berlin: times are shown in it too.'),
})

type ReportQuery = z.infer<typeof reportQuerySchema>

/** The incident report of a Service: for people as one HTML file, for tickets as Markdown. */
export function reportRoutes(options: CaptionOptions): readonly Route[] {
  return [htmlRoute(options), markdownRoute(options)]
}

function htmlRoute(options: CaptionOptions): Route {
  return textRoute({
    path: `${PATH}/report.html`,
    summary: 'The incident report of a Service as one HTML file, for paper too',
    params: servicePathSchema,
    query: reportQuerySchema,
    problems: PROBLEMS,
    mediaType: 'text/html',
    handle: async ({ params, query }, response) => {
      const facts = await readFacts(options, params, query)
      if (facts instanceof Problem) return facts
      const cluster = findCluster(options.registry, params.cluster)
      if (cluster instanceof Problem) return cluster
      const range = { from: Date.parse(facts.range.from), to: Date.parse(facts.range.to) }
      const gone = new AbortController()
      response.once('close', () => gone.abort())
      response.setTimeout(MOST_WORK_MS)
      const { version } = options
      const recording = await attachRecording(cluster, params, { range, version, gone: gone.signal })
      if (gone.signal.aborted) return null
      const outliner = await pictureOutliner()
      const html = reportHtml(reportOf(facts), { outliner, policy: POLICY, recording })
      send(response, { type: 'text/html', name: fileNameOf(params, facts.range.from, 'html') }, html)
      return null
    },
  })
}

function markdownRoute(options: CaptionOptions): Route {
  return textRoute({
    path: `${PATH}/report.md`,
    summary: 'The incident report of a Service as Markdown',
    params: servicePathSchema,
    query: reportQuerySchema,
    problems: PROBLEMS,
    mediaType: 'text/markdown',
    handle: async ({ params, query }, response) => {
      const facts = await readFacts(options, params, query)
      if (facts instanceof Problem) return facts
      const name = fileNameOf(params, facts.range.from, 'md')
      send(response, { type: 'text/markdown', name }, reportMarkdown(reportOf(facts)))
      return null
    },
  })
}

function readFacts(options: CaptionOptions, path: ServicePath, { from, to, tz }: ReportQuery) {
  return readReport(options, { path, from: timeOf(from), to: timeOf(to), tz })
}

function timeOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : (parseTime(text) ?? undefined)
}

/** No script, nothing from elsewhere, no other style than its own. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(REPORT_STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

interface ReportFile {
  readonly type: string
  readonly name: string
}

function send(response: Response, { type, name }: ReportFile, body: string): void {
  response.setHeader('Content-Type', `${type}; charset=utf-8`)
  response.setHeader('Content-Disposition', `attachment; filename="${name}"`)
  response.end(body)
}

/** Names of Services and namespaces are plain; a time's colons are not, for some systems. */
function fileNameOf({ name, namespace }: ServicePath, from: string, extension: string): string {
  return `report-${plain(name)}-${plain(namespace)}-${plain(from.slice(0, 19))}Z.${extension}`
}

function plain(text: string): string {
  return text.replaceAll(/[^\w.-]/g, '_')
}
