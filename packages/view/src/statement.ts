export { splitStatement } from '@slicescope/diagnosis/words'
