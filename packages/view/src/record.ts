export { isRecord } from '@slicescope/model/record'
