import {
  NO_HISTORY,
  noService,
  NotRecorded,
  notRecordedProblem,
  parseTime,
  Problem,
  timeSchema,
} from '@slicescope/answers'
import { z } from 'zod'
import type { ClusterRegistry } from '../clusters/cluster-registry.ts'
import { type Route, textRoute } from '../http/route.ts'
import type { AskedFile } from '../recordings/recording-scope.ts'
import { type RecordingFile, TooLong, writeRecording } from '../recordings/write-recording.ts'
import { findCluster } from './find-cluster.ts'

interface Options {
  readonly registry: ClusterRegistry
  /** Of Slicescope. */
  readonly version: string
}

type Scope = AskedFile['scope']

const HOUR_MS = 3_600_000
/** ms; nothing is sent until the file is written, and a long range takes minutes. */
const MOST_WORK_MS = 900_000

const nameSchema = z.string().min(1).max(63).optional()

const querySchema = z.strictObject({
  from: timeSchema.optional().describe('Where it begins, RFC 3339; without it an hour before its end.'),
  to: timeSchema.optional().describe('Where it ends, RFC 3339; without it now.'),
  namespace: nameSchema.describe('Only the Services of this namespace, and what they depend on.'),
  service: nameSchema.describe('Only this Service of `namespace`, and what it depends on.'),
})

/** All that was recorded of a cluster over a stretch of time, as a file that Slicescope opens elsewhere. */
export function recordingFileRoute({ registry, version }: Options): Route {
  return textRoute({
    path: '/api/clusters/{cluster}/recording',
    summary: 'What was recorded over a stretch of time, as a file that `slicescope open` reads',
    params: z.object({ cluster: z.string() }),
    query: querySchema,
    problems: [404, 410, 503],
    mediaType: 'application/gzip',
    handle: async ({ params: { cluster: slug }, query }, response) => {
      const cluster = findCluster(registry, slug)
      if (cluster instanceof Problem) return cluster
      const { history, source } = cluster
      if (history === null) return NO_HISTORY
      const to = timeOf(query.to) ?? cluster.now()
      const from = timeOf(query.from) ?? to - HOUR_MS
      if (from >= to) return NO_RANGE
      const identity = {
        cluster: { ...cluster.describe(), domain: cluster.clusterDomain },
        origin: source.origin,
        tool: version,
      }
      const scope = scopeOf(query)
      if (scope instanceof Problem) return scope
      const gone = new AbortController()
      response.once('close', () => gone.abort())
      response.setTimeout(MOST_WORK_MS)
      const asked = { scope, from, to, signal: gone.signal }
      const file = await writeRecording(history, asked, identity).catch(error =>
        gone.signal.aborted ? null : tooLong(error),
      )
      if (file === null || file instanceof Problem) return file
      if (file instanceof NotRecorded) return notRecordedProblem(file)
      if (file.services?.length === 0) return noServices(scope)
      send(file, response)
      return null
    },
  })
}

function send({ name, members }: RecordingFile, response: Parameters<Parameters<typeof textRoute>[0]['handle']>[1]) {
  response.setHeader('Content-Type', 'application/gzip')
  response.setHeader('Content-Disposition', `attachment; filename="${name}"`)
  response.setHeader(
    'Content-Length',
    members.reduce((sum, { length }) => sum + length, 0),
  )
  for (const member of members) response.write(member)
  response.end()
}

function scopeOf({ namespace, service: name }: z.infer<typeof querySchema>): Scope | Problem {
  if (namespace === undefined) return name === undefined ? { type: 'all' } : NO_NAMESPACE
  return name === undefined ? { type: 'namespace', namespace } : { type: 'service', namespace, name }
}

const NO_NAMESPACE = new Problem(400, 'A Service needs its namespace: add the query parameter "namespace".')

function noServices(scope: Scope): Problem {
  if (scope.type === 'service') return noService(scope.namespace, scope.name)
  const where = scope.type === 'namespace' ? ` in namespace ${JSON.stringify(scope.namespace)}` : ''
  return new Problem(404, `No Service was recorded${where} in this range.`)
}

const NO_RANGE = new Problem(400, 'The range is empty: "from" must be before "to".')

function timeOf(text: string | undefined): number | null {
  return text === undefined ? null : parseTime(text)
}

function tooLong(error: unknown): Problem {
  if (error instanceof TooLong) return new Problem(400, `${error.message} Ask for less time, or for one namespace.`)
  throw error
}
