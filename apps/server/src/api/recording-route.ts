import {
  type History,
  NO_HISTORY,
  noService,
  NotRecorded,
  notRecordedProblem,
  parseTime,
  Problem,
  readObserved,
  servicePathSchema,
  timeSchema,
} from '@slicescope/answers'
import type { Gap, RecordingHeader } from '@slicescope/history'
import { serviceKey } from '@slicescope/model'
import { z } from 'zod'
import type { ClusterRegistry } from '../clusters/cluster-registry.ts'
import { type Route, textRoute } from '../http/route.ts'
import { readBuiltPage, recordingPage } from '../recordings/recording-page.ts'
import { TooLong, writeRecording } from '../recordings/write-recording.ts'
import { findCluster } from './find-cluster.ts'

interface RecordingOptions {
  readonly registry: ClusterRegistry
  readonly webFolder: string
  /** Of Slicescope. */
  readonly version: string
}

const HOUR_MS = 3_600_000
/** ms; nothing is sent until the file is written, and a long range takes minutes. */
const MOST_WORK_MS = 900_000

const querySchema = z.strictObject({
  from: timeSchema.optional().describe('Where it begins, RFC 3339; without it an hour before its end.'),
  to: timeSchema.optional().describe('Where it ends, RFC 3339; without it now.'),
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
      const identity = {
        cluster: { ...cluster.describe(), domain: cluster.clusterDomain },
        origin: cluster.source.origin,
        tool: version,
      }
      const gone = new AbortController()
      response.once('close', () => gone.abort())
      response.setTimeout(MOST_WORK_MS)
      const asked = { scope: { type: 'service', namespace, name } as const, from, to, signal: gone.signal }
      const file = await writeRecording(history, asked, identity).catch(error =>
        gone.signal.aborted ? null : tooLong(error),
      )
      if (file === null || file instanceof Problem) return file
      if (file instanceof NotRecorded) return notRecordedProblem(file)
      if (file.services?.length === 0) return noService(namespace, name)
      const { header, members } = file
      const range = { from: Date.parse(header.from), to: Date.parse(header.to) }
      const sentence = await worstSentence(history, serviceKey(namespace, name), range)
      const html = await recordingPage(members, page, { title: titleOf(name, namespace, header), sentence })
      response.setHeader('Content-Type', 'text/html; charset=utf-8')
      response.setHeader('Content-Disposition', `attachment; filename="${fileNameOf(name, namespace, header)}"`)
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

/** The verdict when fewest backends were ready; '' where that is not known. */
async function worstSentence(history: History, key: string, range: Gap): Promise<string> {
  const observed = readObserved(await history.observations('row', key, range))
  const counted = observed.flatMap(({ at, row }) => (row?.ready == null ? [] : [{ at, ready: row.ready }]))
  const [worst] = counted.toSorted((a, b) => a.ready - b.ready)
  if (worst === undefined) return ''
  const time = Math.max(worst.at, range.from)
  const read = await history.read({ time }, ({ view, now }) => view.serviceView(key, now)?.verdict.sentence ?? '', key)
  return read instanceof NotRecorded ? '' : read
}

function titleOf(name: string, namespace: string, { from, to, cluster }: RecordingHeader): string {
  const range = `${from.slice(0, 19)}Z to ${to.slice(0, 19)}Z`
  return `${name} in ${namespace}, ${range}: a recording of cluster ${cluster.context}`
}

/** Names of Services and namespaces are plain; a time's colons are not, for some systems. */
function fileNameOf(name: string, namespace: string, { from }: RecordingHeader): string {
  return `${plain(name)}-${plain(namespace)}-${plain(from.slice(0, 19))}Z.html`
}

function plain(text: string): string {
  return text.replaceAll(/[^\w.-]/g, '_')
}
