import type { Row } from '@slicescope/view'
import { z } from 'zod'

/** How a Service was from a time on, as it is recorded beside the entries. Null: it did not exist. */
export const observedRowSchema = z
  .object({
    ready: z.number().nullable(),
    starting: z.number().nullable(),
    total: z.number().nullable(),
    terminating: z.number().nullable(),
    health: z.string(),
    severity: z.string().nullable(),
    zones: z.array(z.object({ zone: z.string().nullable(), ready: z.number(), total: z.number() })),
    /** Only where it has lost something. */
    sentence: z.string().optional(),
  })
  .nullable()

export type ObservedRow = z.infer<typeof observedRowSchema>

export function observationText(row: Row | undefined): string {
  const observed = row === undefined ? null : toObserved(row)
  return JSON.stringify(observed)
}

function toObserved({ ready, starting, total, terminating, health, severity, zones, verdict }: Row): ObservedRow {
  const isLoss = severity === 'critical' || severity === 'warning'
  return {
    ready,
    starting,
    total,
    terminating,
    health,
    severity,
    zones: zones.map(zone => ({ zone: zone.zone, ready: zone.ready, total: zone.total })),
    ...(isLoss ? { sentence: verdict } : {}),
  }
}
