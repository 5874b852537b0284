import { NotRecorded, type ServicePath } from '@slicescope/answers'
import type { Gap } from '@slicescope/history'
import type { ReportAttachment } from '@slicescope/picture'
import type { ShownCluster } from '../clusters/shown-cluster.ts'
import { packRecording } from '../recordings/recording-page.ts'
import { TooLong, writeRecording } from '../recordings/write-recording.ts'

/** Bytes of the whole report; it stays small enough to be mailed. */
const MOST_BYTES = 3e6
/** ms; a reader waits for the report, and a recorded hour of 250 backends takes about half of it. */
const MOST_MS = 90_000

interface Options {
  readonly range: Gap
  /** Of Slicescope. */
  readonly version: string
  /** Aborted: the report is not wanted any more. */
  readonly gone: AbortSignal
}

/** The recording of one Service as a part of a report, or why it is none, in a sentence. It is made in short steps. */
export async function attachRecording(
  cluster: ShownCluster,
  { namespace, name }: ServicePath,
  { range, version, gone }: Options,
): Promise<ReportAttachment | string> {
  const { history, source, clusterDomain } = cluster
  if (history === null) return NOT_THERE
  const identity = { cluster: { ...cluster.describe(), domain: clusterDomain }, origin: source.origin, tool: version }
  const signal = AbortSignal.any([gone, AbortSignal.timeout(MOST_MS)])
  try {
    const scope = { type: 'service', namespace, name } as const
    const file = await writeRecording(history, { ...range, scope, signal }, identity)
    if (file instanceof NotRecorded) return file.reason === 'busy' ? BUSY : NOT_THERE
    const packed = await packRecording(file.members)
    const address = `data:application/zstd;base64,${packed.toString('base64')}`
    if (address.length > MOST_BYTES) return TOO_LARGE
    return { address, name: file.name.replace(/\.gz$/, '.zst'), bytes: packed.length }
  } catch (error) {
    if (error instanceof TooLong) return TOO_LARGE
    if (signal.aborted) return TOO_SLOW
    throw error
  }
}

const NOT_THERE = 'The recording of this range cannot be read, so it is not in this file.'
const BUSY =
  'Another recording was being written, so the recording of this range is not in this file. Make the report again.'
const TOO_LARGE = 'The recording of this range is larger than 3 MB, so it is not in this file. Save it from the page.'
const TOO_SLOW = `Writing the recording of this range takes longer than ${MOST_MS / 1000} s, so it is not in this file. Ask for less time, or save it from the page.`
