export { type Api, ApiError, type ApiTarget, createApi, type RawAnswer, type RawRequest } from './api.ts'
export { type BuildOptions, type ControlPlaneBuild, ensureControlPlaneBuilt } from './build.ts'
export type { PartName } from './commands.ts'
export { type ControlPlane, type ControlPlaneOptions, startControlPlane } from './control-plane.ts'
export type { KubectlOptions, KubectlResult } from './kubectl.ts'
export type { Json, KubeList, KubeObject } from './kube-types.ts'
export { makeNamespace } from './objects/namespaces.ts'
export { FAKE_NODE, makeNodes, type NodesOptions } from './objects/nodes.ts'
export {
  makePod,
  type PodOptions,
  type PodShape,
  type PodStatus,
  podTemplate,
  setPodFate,
  setPodStatus,
} from './objects/pods.ts'
export { makeService, type ServiceOptions } from './objects/services.ts'
export { makeSlice, type SliceOptions } from './objects/slices.ts'
export {
  makeDaemonSet,
  makeDeployment,
  makeStatefulSet,
  type ReplicatedOptions,
  scale,
  type ScaleTarget,
  type WorkloadOptions,
} from './objects/workloads.ts'
export type { ProxyAnswer, ProxyDestination } from './proxy-answers.ts'
export type { SettledOptions } from './settled.ts'
export { DEFAULT_PACE, POD_ANNOTATIONS, type PodFate, type PodPace } from './stages.ts'
export type { BoundUser, Tokens, UserName } from './users.ts'
export { GiveUp, waitFor, type WaitOptions } from './wait-for.ts'
export { CONFORMANCE_CHECKS } from './conformance/checks.ts'
export type { ConformanceCheck, ConformanceTarget } from './conformance/target.ts'
