import type { Clock } from '../clock.ts'
import { guarded } from '../guarded.ts'
import { discardBody } from '../protocol/read-body.ts'
import type { Transport } from '../transport/transport.ts'

const LIMIT_MS = 30_000

/** Whether the API server knows no version of an API group. Rejects when it does not say. */
export function isGroupUnknown(
  { connection, clock }: { readonly connection: { readonly transport: Transport }; readonly clock: Clock },
  { group, signal }: { readonly group: string; readonly signal: AbortSignal },
): Promise<boolean> {
  return guarded({ clock, signal, silence: LIMIT_MS }, async guard => {
    const path = group === '' ? '/api' : `/apis/${group}`
    const { status, body } = await connection.transport.request({ path, signal: guard.signal })
    await discardBody(body)
    if (status !== 200 && status !== 404) throw new Error(`${path} was answered with ${status}`)
    return status === 404
  })
}
