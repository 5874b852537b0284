import { JournalError } from '@slicescope/history'
import { serviceKey } from '@slicescope/model'
import type { Topic } from '@slicescope/protocol'
import { historySchema, timelineSchema, timelinesSchema } from '@slicescope/view'
import { z } from 'zod'
import type { AskedCluster, AskedClusters } from './asked-clusters.ts'
import { gapsOf, type History, NotRecorded, recordedOf } from '../history/history.ts'
import { play } from '../history/playback.ts'
import { readObserved } from '../history/observation.ts'
import { readTimeline } from '../history/read-timeline.ts'
import { timelinesOf, toTime } from '../history/timeline.ts'
import { Problem } from './problem.ts'
import { type Question, question } from './question.ts'
import { servicePathSchema } from './ask-service.ts'
import { parseTime, timeSchema } from './moment-query.ts'
import { NO_HISTORY, notRecordedProblem } from './read-at.ts'

const DAY_MS = 24 * 3_600_000
const HOUR_MS = 3_600_000

const rangeSchema = z.strictObject({
  from: timeSchema.optional().describe('From this RFC 3339 time on; without it the hour before `to`.'),
  to: timeSchema.optional().describe('Until this time; without it until now.'),
})

/** What is recorded of a cluster, and what it says of stretches of time. */
export function historyQuestions(clusters: AskedClusters): readonly Question[] {
  return [
    historyQuestion(clusters),
    timelineQuestion(clusters),
    timelinesQuestion(clusters),
    playbackQuestion(clusters),
  ]
}

function historyQuestion(clusters: AskedClusters): Question {
  return question({
    path: '/api/clusters/{cluster}/history',
    summary: 'What is recorded of a cluster',
    params: z.object({ cluster: z.string() }),
    query: z.strictObject({}),
    problems: [404, 503],
    answer: historySchema,
    handle: async ({ params }) => {
      const cluster = clusters.find(params.cluster)
      return cluster instanceof Problem ? cluster : orDamaged(() => describeHistory(cluster))
    },
  })
}

async function describeHistory(cluster: AskedCluster): Promise<z.infer<typeof historySchema>> {
  const { history, recording } = cluster
  if (history === null) return NOT_RECORDED
  const status = await history.status()
  const recorded = recordedOf(status)
  const length = recorded === null ? 0 : recorded.to - recorded.from
  return {
    recording: recording.isRecording,
    why: recording.isRecording ? null : (recording.problem ?? 'Recording begins once the cluster is listed.'),
    from: recorded === null ? null : toTime(recorded.from),
    to: recorded === null ? null : toTime(recording.isRecording ? cluster.now() : recorded.to),
    gaps: gapsOf(status).map(gap => ({ from: toTime(gap.from), to: toTime(gap.to) })),
    bytes: status.bytes,
    limitBytes: recording.keepBytes,
    bytesPerDay: length < HOUR_MS / 6 ? null : Math.round((status.bytes / length) * DAY_MS),
    keepMs: recording.keepMs,
  }
}

const NOT_RECORDED: z.infer<typeof historySchema> = {
  recording: false,
  why: 'Slicescope was started with --history off.',
  from: null,
  to: null,
  gaps: [],
  bytes: 0,
  limitBytes: 0,
  bytesPerDay: null,
  keepMs: 0,
}

function timelineQuestion(clusters: AskedClusters): Question {
  return question({
    path: '/api/clusters/{cluster}/namespaces/{namespace}/services/{name}/timeline',
    summary: 'One Service over time: counts, losses and changes',
    params: servicePathSchema,
    query: rangeSchema,
    problems: [404, 503],
    answer: timelineSchema,
    handle: ({ params, query }) => {
      const found = findHistory(clusters, params.cluster, query)
      if (found instanceof Problem) return found
      const { cluster, history, range } = found
      const service = serviceKey(params.namespace, params.name)
      return orDamaged(() => readTimeline(history, { cluster, service, range }))
    },
  })
}

function timelinesQuestion(clusters: AskedClusters): Question {
  return question({
    path: '/api/clusters/{cluster}/timelines',
    summary: 'All Services over time in short, and those that were broken and are well now',
    params: z.object({ cluster: z.string() }),
    query: rangeSchema.extend({
      namespace: z.string().max(63).optional().describe('Only Services in this namespace.'),
    }),
    problems: [404, 503],
    answer: timelinesSchema,
    handle: async ({ params, query: { namespace = '', ...asked } }) => {
      const found = findHistory(clusters, params.cluster, asked)
      if (found instanceof Problem) return found
      return orDamaged(() => readTimelines(found, namespace))
    },
  })
}

async function readTimelines({ history, range }: FoundHistory, namespace: string) {
  await history.status()
  const observed = readObserved(await history.observations('row', null, range))
  const wanted = namespace === '' ? observed : observed.filter(({ service }) => service.startsWith(`${namespace}/`))
  return { ...toRange(range), ...timelinesOf(wanted, range) }
}

/** The live view goes on, whatever the journal is worth. */
async function orDamaged<T>(read: () => Promise<T>): Promise<T | Problem> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof JournalError) return new Problem(503, `The history cannot be read: ${error.message}.`)
    throw error
  }
}

const playbackSchema = z.object({
  ...toRangeSchema().shape,
  base: z.record(z.string(), z.unknown()).describe('The data of the stream event `snapshot`, as of `from`.'),
  parts: z
    .array(
      z.object({
        at: z.string().describe('RFC 3339.'),
        patch: z.record(z.string(), z.unknown()).describe('The data of a stream event `part`.'),
      }),
    )
    .describe('In order; each leads from the one before.'),
})

function toRangeSchema() {
  return z.object({ from: z.string(), to: z.string().describe('Earlier than asked for where that is too much.') })
}

function playbackQuestion(clusters: AskedClusters): Question {
  return question({
    path: '/api/clusters/{cluster}/playback',
    summary: 'A topic of the stream as of a time, and the changes after it',
    params: z.object({ cluster: z.string() }),
    query: rangeSchema.extend({
      namespace: z.string().max(63).optional().describe('The overview of this namespace; without it of all.'),
      service: z.string().max(63).optional().describe('This Service of `namespace`, in place of the overview.'),
      with: z.literal('overview').optional().describe('Beside the Service the overview of all namespaces.'),
      every: z.coerce.number().int().min(1).max(HOUR_MS).optional().describe('ms between two parts, at least.'),
    }),
    problems: [404, 410, 503],
    answer: playbackSchema,
    handle: async ({ params, query: { namespace = '*', service, with: beside, every = null, ...asked } }) => {
      const found = findHistory(clusters, params.cluster, asked)
      if (found instanceof Problem) return found
      if (service !== undefined && namespace === '*') return NO_NAMESPACE
      const topics: readonly Topic[] =
        service === undefined
          ? [{ type: 'overview', namespace }]
          : [
              { type: 'service', key: serviceKey(namespace, service) },
              ...(beside === undefined ? [] : [{ type: 'overview', namespace: '*' } as const]),
            ]
      const played = await play(found.history, topics, { ...found.range, every })
      return played instanceof NotRecorded
        ? notRecordedProblem(played)
        : { from: toTime(found.range.from), to: toTime(played.to), base: played.base, parts: [...played.parts] }
    },
  })
}

const NO_NAMESPACE = new Problem(400, 'A Service needs its namespace: add the query parameter "namespace".')

interface Range {
  readonly from: number
  readonly to: number
}

interface FoundHistory {
  readonly cluster: AskedCluster
  readonly history: History
  readonly range: Range
}

function findHistory(
  clusters: AskedClusters,
  slug: string,
  query: z.infer<typeof rangeSchema>,
): FoundHistory | Problem {
  const cluster = clusters.find(slug)
  if (cluster instanceof Problem) return cluster
  const { history } = cluster
  if (history === null) return NO_HISTORY
  const to = Math.min(timeOf(query.to) ?? Infinity, cluster.now())
  const from = timeOf(query.from) ?? to - HOUR_MS
  return from < to ? { cluster, history, range: { from, to } } : NO_RANGE
}

const NO_RANGE = new Problem(400, 'The range is empty: "from" must be before "to", and before now.')

function timeOf(text: string | undefined): number | null {
  return text === undefined ? null : parseTime(text)
}

function toRange({ from, to }: Range) {
  return { from: toTime(from), to: toTime(to) }
}
