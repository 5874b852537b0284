import { lowerFirst } from './words.ts'

/** From the present tense of a lead to words that hold afterwards too. */
const PAST: readonly (readonly [RegExp, string])[] = [
  [/^all nodes of zone (\S+) are down$/i, 'zone $1 down'],
  [/ (?:does|do) not /g, ' did not '],
  [/ cannot /g, ' could not '],
  [/ (?:has|have) not /g, ' had not '],
  [/ (?:has|have) /g, ' '],
  [/ (?:is|are) /g, ' '],
  [/ restarts? /g, ' restarted '],
  [/ (?:matches|match) /g, ' matched '],
  [/ (?:blocks|block) /g, ' blocked '],
  [/ (?:lacks|lack) /g, ' lacked '],
  [/ (?:uses|use) /g, ' used '],
]

/** A cause as it is named once it is over: "zone eu-1b down", "container main in a crash loop". */
export function causeNoun(lead: string): string {
  return lowerFirst(PAST.reduce((text, [present, past]) => text.replace(present, past), lead))
}
