import { JournalError, type ReadChunk, type RecordingHeader, Replay } from '@slicescope/history'
import { objectKey, ProjectionError } from '@slicescope/model'
import { ClusterView, type Memory, type Outcome, readMemory, readOutcome } from '@slicescope/view'
import { Slices } from '../history/slices.ts'

/** Services whose answers are tried out. */
const MOST_TRIED = 200

/** Why nothing can be answered from a chunk; null where it can: what it remembers has many forms, and a file says anything. */
export async function tryChunk(chunk: ReadChunk, header: RecordingHeader): Promise<string | null> {
  try {
    await replay(chunk, header)
    return null
  } catch (error) {
    return reasonOf(error)
  }
}

/** Why a chunk cannot be read. Of what is not our own word for it, the file is the cause all the same. */
export function reasonOf(error: unknown): string {
  const isOurs = error instanceof JournalError || error instanceof ProjectionError
  return isOurs ? error.message.slice(0, MOST_LETTERS) : 'nothing can be worked out from what it holds'
}

/** Messages name what the file holds. */
const MOST_LETTERS = 200

async function replay({ base, batches, fieldSet, time, to }: ReadChunk, { cluster }: RecordingHeader): Promise<void> {
  const slices = new Slices()
  const replayed = new Replay<Outcome, Memory>({ readOutcome, readMemory, fieldSet })
  for (const line of base) {
    replayed.readBaseLine(line)
    await slices.rest()
  }
  const { listers } = replayed.store
  const view = new ClusterView({
    listers,
    watches: () => [],
    ages: () => replayed.watchTimes,
    origin: 'recording',
    moment: 'past',
    unverifiedTls: cluster.insecure,
    startedAt: time,
    clusterDomain: cluster.domain,
    memory: replayed.memory(),
  })
  for (const batch of batches) {
    const entries = replayed.readLine(typeof batch === 'string' ? batch : batch.line)
    if (entries.length > 0) view.apply(entries)
    await slices.rest()
  }
  view.rows('*')
  view.memory()
  for (const service of [...listers.services.list()].slice(0, MOST_TRIED)) {
    view.serviceView(objectKey(service), to)
    await slices.rest()
  }
}
