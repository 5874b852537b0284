import { z } from 'zod'

/** What every answer about a cluster carries beside itself. */
export const POSITION = {
  position: z.string().describe('`<epoch>-<number>`: up to which entry it is told, in this run of the server.'),
} as const
