import type { SliceChanges } from '@slicescope/kubernetes'
import type { Cluster } from './cluster.ts'
import { recordAt } from './json.ts'

/** Writes what a slice controller decided. Updates keep what is not the controller's: uid, times, foreign annotations. */
export function writeSliceChanges(cluster: Cluster, namespace: string, changes: SliceChanges): void {
  for (const slice of changes.creates) cluster.create('endpointslices', { ...slice })
  for (const update of changes.updates) {
    const current = cluster.get('endpointslices', namespace, update.metadata.name)
    if (current === undefined) continue
    cluster.edit('endpointslices', current, was => ({
      ...was,
      ...update,
      metadata: {
        ...recordAt(was, 'metadata'),
        labels: update.metadata.labels,
        annotations: update.metadata.annotations,
        ownerReferences: update.metadata.ownerReferences,
      },
    }))
  }
  for (const name of changes.deletes) {
    const slice = cluster.get('endpointslices', namespace, name)
    if (slice !== undefined) cluster.remove('endpointslices', slice)
  }
}
