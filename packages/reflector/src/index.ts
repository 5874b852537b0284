export { type Clock, type Random, systemClock } from './clock.ts'
export { type ClusterConnection, connectCluster, type ConnectOptions } from './connect-cluster.ts'
export { contextSlugs } from './kubeconfig/context-slugs.ts'
export { readJson } from './follow/access.ts'
export { type ClusterFollower, followCluster, type FollowOptions, type ScopeCounters } from './follow/follow-cluster.ts'
export type { ClusterIdentity } from './follow/identity.ts'
export { discardBody } from './protocol/read-body.ts'
export type { KubeContext } from './kubeconfig/kube-context.ts'
export {
  type KubeconfigError,
  type KubeconfigOptions,
  type KubeconfigResult,
  loadKubeconfig,
} from './kubeconfig/load-kubeconfig.ts'
