import type { ClusterStore } from '@slicescope/model'
import { ClusterView, type ViewOptions } from './cluster-view.ts'

type About = Partial<ViewOptions> & Pick<ViewOptions, 'startedAt'>

/**
 * The view of a live cluster of the domain `cluster.local` as its store has it, unless `about` says otherwise. It
 * follows the store once `store.subscribe` gives it the batches.
 */
export function viewOfStore(store: Pick<ClusterStore<never>, 'listers' | 'watches'>, about: About): ClusterView {
  return new ClusterView({
    listers: store.listers,
    watches: () => store.watches(),
    origin: 'live',
    clusterDomain: 'cluster.local',
    ...about,
  })
}
