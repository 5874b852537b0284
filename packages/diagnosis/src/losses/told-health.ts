import type { Health, ServiceSummary } from '@slicescope/graph'
import type { Loss } from './loss-memory.ts'

/** Pods that are asked for and not made yet are given their time: until then what is there is all there should be. */
export function toldHealth({ health, healthOfPorts }: ServiceSummary, loss: Loss | null): Health {
  const isWell = health === 'degraded' && (loss === null || loss.size === 0) && healthOfPorts === 'healthy'
  return isWell ? 'healthy' : health
}
