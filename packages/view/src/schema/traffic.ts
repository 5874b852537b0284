import { z } from 'zod'
import { severitySchema } from './words.ts'

const noAnswerSchema = z.enum(['REJECT', 'DROP'])

/** Who answers, or what happens to the packet. `undefined`: kube-proxy's own choice is, and these are all that are possible. */
const destinationSchema = z.union([
  z.object({
    /** `10.0.0.1:80`, `[fd00::1]:80`; sorted. */
    answers: z.array(z.string()),
    undefined: z.literal(true).optional(),
    orNone: z.array(noAnswerSchema).optional(),
    why: z.string().optional(),
  }),
  z.object({
    none: noAnswerSchema,
    why: z.string(),
    undefined: z.literal(true).optional(),
    orNone: z.array(noAnswerSchema).optional(),
  }),
])

const portTrafficSchema = z.object({
  name: z.string(),
  protocol: z.string(),
  family: z.string(),
  /** On the clusterIP. Null, as the others, where kube-proxy has no rule. */
  internal: destinationSchema.nullable(),
  /** From outside the cluster, by this node. */
  external: destinationSchema.nullable(),
  /** From pods of this node to the external addresses. */
  externalFromPods: destinationSchema.nullable(),
})

const head = {
  /** The Kubernetes release whose kube-proxy is followed. */
  rulesOf: z.string(),
  /** What is to be known of the answer: another version, no kube-proxy visible. */
  notes: z.array(z.string()),
}

/** From one node. */
export const nodeTrafficSchema = z.object({
  ...head,
  node: z.string(),
  zone: z.string().nullable(),
  ports: z.array(portTrafficSchema),
})

/** From all nodes, those with equal answers together, the largest group first. */
export const trafficGroupsSchema = z.object({
  ...head,
  groups: z.array(
    z.object({ nodes: z.array(z.string()), zone: z.string().nullable(), ports: z.array(portTrafficSchema) }),
  ),
})

/** Something to be known of who answers, with the nodes that it holds for. */
const trafficFactSchema = z.object({
  /**
   * unanswered: clients of these nodes get no answer; fallback: what is terminating and still serves answers; undefined:
   * kube-proxy's own choice is not defined; overload: hints leave them with few endpoints; elsewhere: whole zones that
   * are answered from other zones only.
   */
  kind: z.enum(['unanswered', 'fallback', 'undefined', 'overload', 'elsewhere']),
  /** On the clusterIP, or from outside the cluster. */
  way: z.enum(['internal', 'external']),
  severity: severitySchema,
  sentence: z.string(),
  /** Of the Service's ports those for which it holds. */
  ports: z.array(z.object({ name: z.string(), protocol: z.string(), family: z.string() })),
  /** How many. */
  nodes: z.number().int(),
  /** At most three of them, by name. */
  examples: z.array(z.string()),
  /** Of the nodes; at most 20. */
  zones: z.array(z.string()),
})

/** What the answers from all nodes come to, by kube-proxy's rules. */
export const trafficSummarySchema = z.object({
  rulesOf: z.string(),
  /** Whether a pod of kube-proxy is visible in kube-system; null where that cannot be told. Without one another proxy may answer otherwise. */
  proxySeen: z.boolean().nullable(),
  /** What is missing to tell more; null where nothing is. */
  cannotTell: z.string().nullable(),
  /** Why kube-proxy has no rule for the Service, in a sentence; null where it has, or that cannot be told. */
  unserved: z.string().nullable(),
  /** How many Nodes there are, and groups of them with equal answers; null where that cannot be told. */
  nodes: z.number().int().nullable(),
  groups: z.number().int().nullable(),
  /** The most severe first, at most 20. None where all nodes are answered from their own zone by endpoints that are ready. */
  facts: z.array(trafficFactSchema),
})

export type TrafficSummaryView = z.infer<typeof trafficSummarySchema>
export type TrafficFactView = z.infer<typeof trafficFactSchema>
export type NodeTraffic = z.infer<typeof nodeTrafficSchema>
export type TrafficGroups = z.infer<typeof trafficGroupsSchema>
export type TrafficDestination = z.infer<typeof destinationSchema>
export type TrafficPort = z.infer<typeof portTrafficSchema>
