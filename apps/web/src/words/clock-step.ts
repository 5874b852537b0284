import { formatAge } from '@slicescope/picture'
import type { Freshness } from '@slicescope/view'
import { localMoment } from './local-times.ts'

/** Longer ago it explains nothing that is on the screen. */
const SHOWN_MS = 3_600_000

/** "clock set back 3 min at 04:14:02 CET"; empty where it was not set within the last hour. */
export function clockStepLine({ clockStep }: Freshness, now: number): string {
  if (clockStep === null || now - Date.parse(clockStep.time) > SHOWN_MS) return ''
  const { time, byMs } = clockStep
  return `clock set ${byMs < 0 ? 'back' : 'forward'} ${formatAge(Math.abs(byMs))} at ${localMoment(time, now)}`
}
