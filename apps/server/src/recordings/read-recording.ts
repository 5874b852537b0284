import { type OpenedRecording, readRecording as read } from '@slicescope/answers'
import { NODE_PACKING } from './node-packing.ts'

/** See `readRecording` of `@slicescope/answers`. */
export function readRecording(bytes: Uint8Array): Promise<OpenedRecording> {
  return read(bytes, NODE_PACKING)
}
