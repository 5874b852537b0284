import { z } from 'zod'
import { momentSchema, originSchema } from './words.ts'

/** What every answer about a cluster carries beside itself. */
export const provenanceSchema = z.object({
  position: z
    .string()
    .describe('`<epoch>-<number>`: the last entry that this answer includes, in this run of the server.'),
  origin: originSchema.describe('The source: a cluster, the demo cluster, or a recording.'),
  moment: momentSchema.describe('Whether it shows now or a time in the past.'),
})

export type Provenance = z.infer<typeof provenanceSchema>
