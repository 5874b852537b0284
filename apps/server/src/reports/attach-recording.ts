import { NotRecorded, type ServicePath } from '@slicescope/answers'
import type { Gap } from '@slicescope/history'
import type { ReportAttachment } from '@slicescope/picture'
import type { ShownCluster } from '../clusters/shown-cluster.ts'
import { BOUNDS, TooLong, writeRecording } from '../recordings/write-recording.ts'

/** Bytes; a report stays small enough to be mailed. */
const MOST_BYTES = 3e6
/** ms; a reader waits for the report. */
const MOST_MS = 10_000
const SMALL = { ...BOUNDS, unpacked: 64 * 2 ** 20, packed: MOST_BYTES }

/** The recording of one Service as a part of a report, or why it is none, in a sentence. `version`: of Slicescope. */
export async function attachRecording(
  cluster: ShownCluster,
  { namespace, name }: ServicePath,
  { range, version }: { readonly range: Gap; readonly version: string },
): Promise<ReportAttachment | string> {
  const { history, source, clusterDomain } = cluster
  if (history === null) return NOT_THERE
  const identity = { cluster: { ...cluster.describe(), domain: clusterDomain }, origin: source.origin, tool: version }
  const signal = AbortSignal.timeout(MOST_MS)
  try {
    const scope = { type: 'service', namespace, name } as const
    const asked = { ...range, scope, signal }
    const file = await writeRecording(history, asked, { ...identity, bounds: SMALL })
    if (file instanceof NotRecorded) return NOT_THERE
    const bytes = Buffer.concat(file.members)
    const address = `data:application/gzip;base64,${bytes.toString('base64')}`
    return { address, name: file.name, bytes: bytes.length }
  } catch (error) {
    if (error instanceof TooLong) return TOO_LARGE
    if (signal.aborted) return TOO_SLOW
    throw error
  }
}

const NOT_THERE = 'The recording of this range cannot be read, so it is not in this file.'
const TOO_LARGE = 'The recording of this range is larger than 3 MB, so it is not in this file. Save it from the page.'
const TOO_SLOW =
  'Writing the recording of this range takes longer than 10 s, so it is not in this file. Ask for less time, or save it from the page.'
