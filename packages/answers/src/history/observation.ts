import type { Observation } from '@slicescope/history'
import { type Row, rowSchema, timelineCounts, timelineSchema } from '@slicescope/view'
import { z } from 'zod'

const count = z.number().int()

/** How a Service was from a time on, as it is recorded beside the entries. Null: it did not exist. */
const observedRowSchema = z
  .object({
    ready: count.nullable(),
    starting: count.nullable(),
    total: count.nullable(),
    terminating: count.nullable(),
    health: rowSchema.shape.health,
    severity: rowSchema.shape.severity,
    zones: z.array(z.object({ zone: z.string().nullable(), ready: count, total: count })).readonly(),
    /** Only where it has lost something. */
    sentence: z.string().optional(),
  })
  .nullable()

export type ObservedRow = z.infer<typeof observedRowSchema>

export interface Observed {
  readonly service: string
  readonly at: number
  readonly row: ObservedRow
}

export function observationText(row: Row | undefined): string {
  return JSON.stringify(row === undefined ? null : toObserved(row))
}

function toObserved(row: Row): ObservedRow {
  return { ...timelineCounts(row), ...(isLoss(row.severity) ? { sentence: row.verdict } : {}) }
}

export function isLoss(severity: Row['severity']): boolean {
  return severity === 'critical' || severity === 'warning'
}

/** What cannot be read is left out: a newer version wrote it, or the file is damaged. */
export function readObserved(observations: readonly Observation[]): readonly Observed[] {
  return observations.flatMap(({ service, at, text }) => {
    const read = observedRowSchema.safeParse(parse(text))
    return read.success ? [{ service, at, row: read.data }] : []
  })
}

const changeSchema = timelineSchema.shape.changes.element

export function readChanges(observations: readonly Observation[]) {
  return observations.flatMap(({ text }) => {
    const read = changeSchema.safeParse(parse(text))
    return read.success ? [read.data] : []
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
