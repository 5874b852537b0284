import { listOf } from '@slicescope/answers'
import { parseTopic, type Topic, topicName } from '@slicescope/protocol'
import { z } from 'zod'

/** Of one connection; a browser asks for one overview and the Services that its tabs have open. */
const MAX_TOPICS = 64

/** The API takes no other names for Namespaces and Services (apimachinery IsDNS1123Label, of which DNS-1035 labels are a part). */
const LABELS = 'names have at most 63 lowercase letters, digits and hyphens, without a hyphen at either end'
const overviewSchema = z
  .string()
  .refine(
    namespace => parseTopic(`overview:${namespace}`) !== undefined,
    `expected a namespace, or * for all; ${LABELS}`,
  )
const serviceSchema = z
  .string()
  .refine(key => parseTopic(`service:${key}`) !== undefined, `expected Services as namespace/name; ${LABELS}`)
const topicNameSchema = z
  .string()
  .refine(name => parseTopic(name) !== undefined, 'expected topics such as overview:* or service:namespace/name')

/** What protocol's streamQuery writes. */
export const streamQuerySchema = z.strictObject({
  overview: listOf(overviewSchema, MAX_TOPICS).describe('All Services of these namespaces; * for all.'),
  service: listOf(serviceSchema, MAX_TOPICS).describe('These Services, as namespace/name.'),
  since: z.string().max(64).optional().describe('The watermark of the topics that the reader holds.'),
  fresh: listOf(topicNameSchema, MAX_TOPICS).describe('Topics that the reader does not hold yet.'),
  because: z.literal('digest').optional().describe('The reader restarts because its data differed from the server.'),
})

type StreamQuery = z.infer<typeof streamQuerySchema>

/** Each once, or why they cannot be had, in a sentence. */
export function topicsOf({ overview = [], service = [] }: StreamQuery): readonly Topic[] | string {
  const topics = [
    ...overview.map((namespace): Topic => ({ type: 'overview', namespace })),
    ...service.map((key): Topic => ({ type: 'service', key })),
  ]
  const byName = new Map(topics.map(topic => [topicName(topic), topic]))
  if (byName.size === 0) return 'A stream needs a topic: add overview=* or service=namespace/name.'
  if (byName.size > MAX_TOPICS) return `A stream carries at most ${MAX_TOPICS} topics: request fewer.`
  return [...byName.values()]
}
