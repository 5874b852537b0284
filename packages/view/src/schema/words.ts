import { z } from 'zod'

/** The closed sets of words that appear on the wire, on the page and in pictures. */
export const healthSchema = z.enum([
  'down',
  'fallback',
  'empty',
  'degraded',
  'unknown',
  'unmanaged',
  'external',
  'healthy',
])
export const severitySchema = z.enum(['critical', 'warning', 'info'])
export const endpointStateSchema = z.enum(['ready', 'serving-terminating', 'not-ready', 'terminating', 'unknown'])
export const serviceTypeSchema = z.enum(['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'])
/** Where an answer comes from: a cluster, the embedded one, or a recording. */
export const originSchema = z.enum(['live', 'demo', 'recording'])
/** Whether it shows now or a time in the past. */
export const momentSchema = z.enum(['now', 'past'])
/** Connection states, the first that holds is the `state`. DEMO is only ever a mark. */
export const connectionStateSchema = z.enum([
  'RECORDING',
  'PAST',
  'STALE',
  'BLIND',
  'CATCHING UP',
  'PARTIAL',
  'AUTHZ UNKNOWN',
  'LIVE',
])
export const markSchema = z.enum([...connectionStateSchema.options, 'DEMO', 'UNVERIFIED TLS'])
/** RFC 3339 in UTC. */
export const timeSchema = z.string()

export type Health = z.infer<typeof healthSchema>
export type Severity = z.infer<typeof severitySchema>
export type EndpointState = z.infer<typeof endpointStateSchema>
export type Origin = z.infer<typeof originSchema>
export type Moment = z.infer<typeof momentSchema>
export type ConnectionState = z.infer<typeof connectionStateSchema>
export type Mark = z.infer<typeof markSchema>
