export { staleSince } from './times.ts'
export { command } from '@slicescope/diagnosis/command'
export { visible } from '@slicescope/diagnosis/visible'
export { sentenceOf, splitStatement } from '@slicescope/diagnosis/words'
