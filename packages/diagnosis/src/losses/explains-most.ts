import type { Finding } from '../finding.ts'
import type { Loss } from './loss-memory.ts'

/** Whether a finding explains at least half of what is lost. */
export function explainsMost({ explains }: Pick<Finding, 'explains'>, loss: Loss | null): boolean {
  return loss !== null && explains > 0 && explains * 2 >= loss.size
}
