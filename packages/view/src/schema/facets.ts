import { z } from 'zod'

/** What the list of Services can be narrowed to beside what a row says. */
export const facetKindSchema = z.enum(['node', 'workload'])

/** Nodes or workloads, and the Services that have backends there. */
export const facetsSchema = z.object({
  by: facetKindSchema,
  /** Keys (`namespace/name`) of the Services that any of them has. */
  services: z.array(z.string()),
  /** By name: a Node's, or `namespace/Kind/name` of a workload. */
  facets: z.array(
    z.object({
      name: z.string(),
      /** Indexes into `services`. */
      services: z.array(z.number().int()),
    }),
  ),
  /** What could not be read: resources by the API's plural. */
  notRead: z.array(z.string()),
})

export type FacetKind = z.infer<typeof facetKindSchema>
export type Facets = z.infer<typeof facetsSchema>
