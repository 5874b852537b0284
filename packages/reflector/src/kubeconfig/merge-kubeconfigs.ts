import type { KubeconfigEntries } from './entries.ts'

/**
 * Merges as kubectl does: the first file to name a cluster, user or context gives the whole of it, and the first
 * current-context counts (client-go tools/clientcmd/loader.go).
 */
export function mergeKubeconfigs(files: readonly KubeconfigEntries[]): KubeconfigEntries {
  return {
    clusters: mergeMaps(files.map(file => file.clusters)),
    users: mergeMaps(files.map(file => file.users)),
    contexts: mergeMaps(files.map(file => file.contexts)),
    currentContext: files.find(file => file.currentContext !== undefined)?.currentContext,
  }
}

function mergeMaps<T>(maps: readonly ReadonlyMap<string, T>[]): ReadonlyMap<string, T> {
  const merged = new Map<string, T>()
  for (const map of maps) for (const [name, entry] of map) if (!merged.has(name)) merged.set(name, entry)
  return merged
}
