import { z } from 'zod'

/** The old Endpoints object beside the slices: both are made from the pods, and neither from the other. */
export const legacyEndpointsSchema = z.object({
  found: z.boolean(),
  /** The only one that it can hold. */
  family: z.enum(['IPv4', 'IPv6']),
  ready: z.number().int(),
  notReady: z.number().int(),
  /** Cut at 1,000 addresses. */
  truncated: z.boolean(),
  managedBy: z.string().nullable(),
  lastChange: z.string().nullable(),
  /** At most 100 of them, faults first. */
  differences: z.array(
    z.object({
      address: z.string(),
      inEndpoints: z.enum(['ready', 'not-ready']).nullable(),
      inSlices: z.string().nullable(),
      reason: z.string(),
      isFault: z.boolean(),
    }),
  ),
  /** How many there are in all. */
  differing: z.number().int(),
})

export type LegacyEndpointsView = z.infer<typeof legacyEndpointsSchema>
