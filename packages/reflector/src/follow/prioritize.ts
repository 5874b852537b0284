import type { Resource, ResourceObjects, ResourceWriter } from '@slicescope/model'
import { objectKey } from '@slicescope/model'
import type { Clock } from '../clock.ts'
import type { ListerWatcher } from '../protocol/lister-watcher.ts'
import { PageSequence } from '../protocol/page-sequence.ts'

interface Options<R extends Resource> {
  /** Of the one namespace. */
  readonly listerWatcher: ListerWatcher<ResourceObjects[R]>
  /** Of the list that is under way. */
  readonly writer: ResourceWriter<R>
  readonly clock: Clock
}

/**
 * Brings in one namespace's objects while the full list is still being read. It only adds what the store does not
 * hold: the full list, which is of one moment, then corrects or removes it, so nothing older can stay.
 */
export async function listEarly<R extends Resource>(options: Options<R>, signal: AbortSignal): Promise<void> {
  const { listerWatcher, writer, clock } = options
  const pages = new PageSequence()
  let continueToken = ''
  do {
    const page = await listerWatcher.list({ limit: 500, continueToken, signal })
    if (writer.state().hasSynced) return
    const missing = page.items.filter(({ object }) => writer.get(objectKey(object)) === undefined)
    writer.apply(missing.map(told => ({ type: 'set', ...told })))
    await pages.take(page, clock, signal)
    continueToken = page.continueToken
  } while (continueToken !== '')
}
