import { z } from 'zod'
import { healthSchema, severitySchema } from './words.ts'

const count = z.number().int()

const nodeCountSchema = z.object({ ready: count, total: count })

/** What several Services share: a zone or nodes that are down, or a finding. */
const sharedCauseSchema = z.object({
  /** Of the kind and what it names. */
  key: z.string(),
  kind: z.enum(['zone', 'nodes', 'finding']),
  /** "Zone eu-1b is down"; without numbers. */
  title: z.string(),
  /** "9 nodes NotReady"; '' where there is no more to say. */
  facts: z.string(),
  zone: z.string().nullable(),
  /** Of a finding: its code. */
  code: z.string().nullable(),
  severity: severitySchema,
  /** Services (`namespace/name`) that it hits, what is worst first. */
  services: z.array(z.string()),
})

export const overviewZoneSchema = z.object({
  zone: z.string().nullable(),
  /** Null where Nodes cannot be read. */
  nodes: nodeCountSchema.nullable(),
  /** Backends of all Services. */
  ready: count,
  total: count,
  /** Of `total`, those that start, and those of which slices contradict each other: neither is lost. */
  starting: count,
  unknown: count,
  /** Services with backends there, and those that lost some. */
  services: count,
  losing: count,
})

/** The cluster in one answer: what is common to its Services, and how many there are of each kind. */
export const clusterOverviewSchema = z.object({
  sentence: z.string(),
  severity: severitySchema.nullable(),
  services: z.object({
    total: count,
    attention: count,
    /** Only those that occur, what is worst first. */
    byHealth: z.array(z.object({ health: healthSchema, count })),
    ready: count,
    backends: count,
  }),
  nodes: nodeCountSchema.nullable(),
  zones: z.array(overviewZoneSchema),
  causes: z.array(sharedCauseSchema),
  /** Services that recovered in the last minutes, by key. */
  recovered: z.array(z.string()),
})

export type ClusterOverview = z.infer<typeof clusterOverviewSchema>
export type SharedCause = z.infer<typeof sharedCauseSchema>
export type OverviewZone = z.infer<typeof overviewZoneSchema>
