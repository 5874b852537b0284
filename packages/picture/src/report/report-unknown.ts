import { formatBoth } from '../local-time.ts'
import type { ReportFacts } from './report-facts.ts'

/** What the report cannot say, and why: gaps, what was not readable, what is not recorded. `atWorst`: what the view lacked there. */
export function reportUnknown(facts: ReportFacts, atWorst: readonly string[]): readonly string[] {
  const { range, asked, before, loss, timeline, comparison, worst } = facts
  const moment = (time: string) => formatBoth(time, worst.caption.timeZone)
  return [
    ...(asked.from < range.from ? [`Before ${moment(range.from)}: not recorded`] : []),
    ...(asked.to > range.to ? [`After ${moment(range.to)}: not recorded`] : []),
    ...timeline.gaps.map(({ from, to }) => `${moment(from)} to ${moment(to)}: not recorded (gap)`),
    ...(loss !== null && !loss.isOnsetSeen
      ? ['When the loss began: it was already there when the recording begins']
      : []),
    ...(before === null
      ? ['The Service before the loss: there was no Service of this name, or it is not recorded']
      : []),
    ...(comparison?.cannotTell ? [`What differs between before and worst: ${comparison.cannotTell}`] : []),
    ...atWorst.map(words => `At the worst moment: ${words}`),
    'Container logs and metrics: Slicescope does not record them',
  ]
}
