/** For the laws of packages that see only the view. */
export { Random } from '@slicescope/model/random'
export { randomObject } from './random-story.ts'
