import { z } from 'zod'
import { momentSchema, originSchema } from './words.ts'

/** What every answer about a cluster carries beside itself. */
export const provenanceSchema = z.object({
  position: z.string().describe('`<epoch>-<number>`: up to which entry it is told, in this run of the server.'),
  origin: originSchema.describe('Where it comes from: a cluster, the embedded demo, or a recording.'),
  moment: momentSchema.describe('Whether it is of now, or of a time before.'),
})

export type Provenance = z.infer<typeof provenanceSchema>
