import { JournalError, type JournalStore } from '@slicescope/history'
import type { ClusterInfo } from '@slicescope/protocol'
import { Past } from '../history/past.ts'

/** What a recording says of itself. */
interface Described {
  readonly journal: JournalStore
  /** What it is called in paths, where no other is called so. */
  readonly name: string
  /** Of the cluster that was recorded. */
  readonly identity: Omit<ClusterInfo, 'slug'>
  /** The zone of its DNS names. */
  readonly clusterDomain: string
  /** What its last moment is known by, where nothing was recorded between two. */
  readonly asOf: string | null
  /** What of the file cannot be read, in a sentence; null where all can. */
  readonly damaged: string | null
  /** The Services that it can answer about, by their keys; null: all that it holds. Others are only evidence. */
  readonly only: ReadonlySet<string> | null
  /** The only namespace that it holds; null: it holds all. */
  readonly namespace: string | null
}

/** A recording that can be shown: nothing is added to it any more. */
export interface ShownRecording extends Described {
  /** The cluster as it was at the end. */
  readonly end: Past
  readonly epoch: string
  /** The last moment of which something is known, in ms since the epoch. */
  readonly to: number
}

/** Reads a journal up to its end. @throws JournalError where it holds nothing that can be read */
export async function showRecording(described: Described): Promise<ShownRecording> {
  const { journal, identity, clusterDomain } = described
  const stretch = (await journal.status()).stretches.at(-1)
  if (stretch === undefined) throw new JournalError('it holds no moment')
  const { epoch, to } = stretch
  const base = await journal.findBase({ time: to })
  if (base === null || base.stretch !== stretch.id) throw new JournalError('its last base is missing')
  const end = await Past.load({
    journal,
    stretch,
    base,
    origin: 'recording',
    shownAs: 'now',
    only: described.only,
    clusterDomain,
    unverifiedTls: identity.insecure,
  })
  await end.moveTo({ time: to })
  return { ...described, end, epoch, to }
}
