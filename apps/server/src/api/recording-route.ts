import {
  NO_HISTORY,
  noService,
  NotRecorded,
  notRecordedProblem,
  parseTime,
  Problem,
  servicePathSchema,
} from '@slicescope/answers'
import { z } from 'zod'
import type { ClusterRegistry } from '../clusters/cluster-registry.ts'
import { type Route, textRoute } from '../http/route.ts'
import { readBuiltPage, recordingPage } from '../recordings/recording-page.ts'
import { type RecordedService, recordService, TooLong } from '../recordings/record-service.ts'
import { findCluster } from './find-cluster.ts'

interface RecordingOptions {
  readonly registry: ClusterRegistry
  readonly webFolder: string
  /** Of Slicescope. */
  readonly version: string
}

const HOUR_MS = 3_600_000

const timeSchema = z
  .string()
  .max(64)
  .refine(text => parseTime(text) !== null, { message: 'use a time such as 2026-01-31T03:12:00Z' })
  .optional()

const querySchema = z.strictObject({
  from: timeSchema.describe('Where it begins, RFC 3339; without it an hour before its end.'),
  to: timeSchema.describe('Where it ends, RFC 3339; without it now.'),
})

/** One Service over a stretch of time as a page in one file, which opens without a server. */
export function recordingRoute({ registry, webFolder, version }: RecordingOptions): Route {
  return textRoute({
    path: '/api/clusters/{cluster}/namespaces/{namespace}/services/{name}/recording.html',
    summary: 'One Service over a stretch of time, as a page in one file that opens without a server',
    params: servicePathSchema,
    query: querySchema,
    problems: [403, 404, 410, 503],
    mediaType: 'text/html',
    handle: async ({ params: { cluster: slug, namespace, name }, query }, response) => {
      const cluster = findCluster(registry, slug)
      if (cluster instanceof Problem) return cluster
      const page = await readBuiltPage(webFolder)
      if (page === null) return NOT_BUILT
      const { history } = cluster
      if (history === null) return NO_HISTORY
      const to = (query.to === undefined ? null : parseTime(query.to)) ?? cluster.now()
      const from = (query.from === undefined ? null : parseTime(query.from)) ?? to - HOUR_MS
      const identity = { cluster: cluster.describe(), tool: version }
      const recorded = await recordService(history, { namespace, name, from, to }, identity).catch(tooLong)
      if (recorded instanceof Problem) return recorded
      if (recorded instanceof NotRecorded) return notRecordedProblem(recorded)
      if (recorded.sentence === '') return noService(namespace, name)
      const html = await recordingPage(recorded, page, wordsOf(recorded))
      response.setHeader('Content-Type', 'text/html; charset=utf-8')
      response.setHeader('Content-Disposition', `attachment; filename="${fileNameOf(recorded)}"`)
      response.end(html)
      return null
    },
  })
}

const NOT_BUILT = new Problem(503, 'The page of recordings is not built yet: run `npm run build`.')

function tooLong(error: unknown): Problem {
  if (error instanceof TooLong) return new Problem(400, `${error.message} Ask for less time.`)
  throw error
}

function wordsOf({ header, sentence }: RecordedService) {
  const { service, from, to, cluster } = header
  const range = `${from.slice(0, 19)}Z to ${to.slice(0, 19)}Z`
  return {
    title: `${service.name} in ${service.namespace}, ${range}: a recording of cluster ${cluster.context}`,
    sentence,
  }
}

/** Names of Services and namespaces are plain; a time's colons are not, for some systems. */
function fileNameOf({ header: { service, from } }: RecordedService): string {
  return `${plain(service.name)}-${plain(service.namespace)}-${plain(from.slice(0, 19))}Z.html`
}

function plain(text: string): string {
  return text.replaceAll(/[^\w.-]/g, '_')
}
