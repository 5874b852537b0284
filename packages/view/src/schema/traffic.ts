import { z } from 'zod'

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
  /** What is to be known of the answer: another version, no kube-proxy to be seen. */
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

export type NodeTraffic = z.infer<typeof nodeTrafficSchema>
export type TrafficGroups = z.infer<typeof trafficGroupsSchema>
export type TrafficDestination = z.infer<typeof destinationSchema>
export type TrafficPort = z.infer<typeof portTrafficSchema>
