import { parseTopic, type Topic, topicName } from '@slicescope/protocol'
import { z } from 'zod'
import { listOf } from '../http/read-query.ts'

/** Of one connection; a browser asks for one overview and the Services that its tabs have open. */
const MAX_TOPICS = 64

/** The API takes no other names for Namespaces and Services (apimachinery IsDNS1123Label, of which DNS-1035 labels are a part). */
const LABELS = 'names are at most 63 lower case letters, digits and hyphens, without a hyphen at either end'
const overviewSchema = z
  .string()
  .refine(
    namespace => parseTopic(`overview:${namespace}`) !== undefined,
    `it takes a namespace, or * for all; ${LABELS}`,
  )
const serviceSchema = z
  .string()
  .refine(key => parseTopic(`service:${key}`) !== undefined, `it takes Services as namespace/name; ${LABELS}`)
const topicNameSchema = z
  .string()
  .refine(name => parseTopic(name) !== undefined, 'it takes names of topics, as overview:* or service:namespace/name')

/** What protocol's streamQuery writes. */
export const streamQuerySchema = z.strictObject({
  overview: listOf(overviewSchema, MAX_TOPICS).describe('All Services of these namespaces; * for all.'),
  service: listOf(serviceSchema, MAX_TOPICS).describe('These Services, as namespace/name.'),
  since: z.string().max(64).optional().describe('The watermark up to which the reader holds its topics.'),
  fresh: listOf(topicNameSchema, MAX_TOPICS).describe('Of its topics those that it does not hold.'),
  because: z
    .literal('digest')
    .optional()
    .describe('The reader begins anew, for what it held differed from the server.'),
})

type StreamQuery = z.infer<typeof streamQuerySchema>

/** Each once, or why they cannot be had, in a sentence. */
export function topicsOf({ overview = [], service = [] }: StreamQuery): readonly Topic[] | string {
  const topics = [
    ...overview.map((namespace): Topic => ({ type: 'overview', namespace })),
    ...service.map((key): Topic => ({ type: 'service', key })),
  ]
  const byName = new Map(topics.map(topic => [topicName(topic), topic]))
  if (byName.size === 0) return 'A stream needs a topic: give overview=* or service=namespace/name.'
  if (byName.size > MAX_TOPICS) return `A stream carries at most ${MAX_TOPICS} topics: ask for fewer.`
  return [...byName.values()]
}
