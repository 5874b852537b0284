import { History, type Timers } from '@slicescope/answers'
import type { ClusterStore } from '@slicescope/model'
import { type ClusterView, type Outcome, viewOfStore } from '@slicescope/view'
import { Recorder } from '../history/recorder.ts'
import { SqliteJournal } from '../history/sqlite-journal.ts'
import { ClusterHub } from '../stream/cluster-hub.ts'

export { EVERY_SERVICE } from '@slicescope/answers'
export { systemTimers } from '../stream/timers.ts'

/** Names the run in positions. */
const EPOCH = 'measured'

interface Options {
  readonly timers: Timers
  /** Where it is recorded; null: it is only followed. */
  readonly folder: string | null
}

/** What a server has of a cluster whose store is filled by other means, without readers. */
export interface RecordedStore {
  readonly epoch: string
  readonly view: ClusterView
  /** Null where nothing is recorded. */
  readonly history: History | null
  settle(): Promise<void>
  stop(): Promise<void>
}

/** Follows a store that is filled already, as the server follows that of a cluster. */
export function recordStore(store: ClusterStore<Outcome>, { timers, folder }: Options): RecordedStore {
  const view = viewOfStore(store, { startedAt: timers.now() })
  const hub = new ClusterHub({
    store,
    view,
    epoch: EPOCH,
    describe: () => ({ slug: 'measured', context: 'measured', uid: null, version: null, insecure: false }),
    server: '',
    timers,
    onChanged: changed => recorder?.noteChanged(changed),
  })
  const journal = folder === null ? null : new SqliteJournal(() => folder)
  const recorder = journal === null ? null : recorderOf(journal, { store, view, hub, timers })
  store.subscribe(batch => {
    view.apply(batch)
    recorder?.follow(batch)
    hub.noteBatch(batch[0]?.time ?? timers.now())
  })
  recorder?.start()
  const settle = async () => recorder?.settle()
  return {
    epoch: EPOCH,
    view,
    history: journal === null ? null : historyOf(journal, { settle, timers }),
    settle,
    stop: async () => {
      hub.end()
      await recorder?.stop()
    },
  }
}

interface Followed {
  readonly store: ClusterStore<Outcome>
  readonly view: ClusterView
  readonly hub: ClusterHub
  readonly timers: Timers
}

function recorderOf(journal: SqliteJournal, { hub, ...followed }: Followed): Recorder {
  return new Recorder({
    ...followed,
    epoch: EPOCH,
    journal,
    isReady: () => true,
    catchUp: () => hub.catchUp(),
    keepMs: Infinity,
    keepBytes: Infinity,
    onProblem: problem => {
      throw new Error(problem)
    },
  })
}

function historyOf(journal: SqliteJournal, { settle, timers }: Pick<RecordedStore, 'settle'> & { timers: Timers }) {
  return new History({
    journal,
    settle,
    timers,
    origin: 'live',
    clusterDomain: 'cluster.local',
    unverifiedTls: false,
    onProblem: problem => {
      throw new Error(problem)
    },
  })
}
