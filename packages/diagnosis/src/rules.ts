import type { Rule } from './rule.ts'
import { allTerminating } from './rules/all-terminating.ts'
import { beingDeleted } from './rules/being-deleted.ts'
import { cannotCreatePods } from './rules/cannot-create-pods.ts'
import { causeUnknown } from './rules/cause-unknown.ts'
import { circle } from './rules/circle.ts'
import { clusterDepends } from './rules/cluster-depends.ts'
import { containerNotMade } from './rules/container-not-made.ts'
import { contradictingSlices } from './rules/contradicting-slices.ts'
import { controllerBehind } from './rules/controller-behind.ts'
import { crashLoop } from './rules/crash-loop.ts'
import { disruptionBudget } from './rules/disruption-budget.ts'
import { duplicateIP } from './rules/duplicate-ip.ts'
import { endpointNodeGone } from './rules/endpoint-node-gone.ts'
import { endpointPodGone } from './rules/endpoint-pod-gone.ts'
import { externalLocal } from './rules/external-local.ts'
import { externalName } from './rules/external-name.ts'
import { familyMismatch } from './rules/family-mismatch.ts'
import { fewerThanWanted } from './rules/fewer-than-wanted.ts'
import { finishedJobs } from './rules/finished-jobs.ts'
import { finishedPods } from './rules/finished-pods.ts'
import { flapping } from './rules/flapping.ts'
import { foreignNamespace } from './rules/foreign-namespace.ts'
import { foreignPorts } from './rules/foreign-ports.ts'
import { governingMisses } from './rules/governing-misses.ts'
import { governingNotHeadless } from './rules/governing-not-headless.ts'
import { heldSlice } from './rules/held-slice.ts'
import { hijackedSlice } from './rules/hijacked-slice.ts'
import { hintedOverload } from './rules/hinted-overload.ts'
import { hostDnsPolicy } from './rules/host-dns-policy.ts'
import { hostPortClash } from './rules/host-port-clash.ts'
import { initContainers } from './rules/init-containers.ts'
import { internalLocal } from './rules/internal-local.ts'
import { kubeletSilent } from './rules/kubelet-silent.ts'
import { labelsChanged } from './rules/labels-changed.ts'
import { labelsOnWorkload } from './rules/labels-on-workload.ts'
import { leftSlice } from './rules/left-slice.ts'
import { livenessProbe } from './rules/liveness-probe.ts'
import { mixedWorkloads } from './rules/mixed-workloads.ts'
import { moreAddresses } from './rules/more-addresses.ts'
import { namedPortMissing } from './rules/named-port-missing.ts'
import { namedPortProtocol } from './rules/named-port-protocol.ts'
import { namesBeforeReady } from './rules/names-before-ready.ts'
import { networkPolicy } from './rules/network-policy.ts'
import { noAddressNamed } from './rules/no-address-named.ts'
import { noEligibleNode } from './rules/no-eligible-node.ts'
import { noGoverningService } from './rules/no-governing-service.ts'
import { noLoadBalancer } from './rules/no-load-balancer.ts'
import { noPodIP } from './rules/no-pod-ip.ts'
import { noReadinessProbe } from './rules/no-readiness-probe.ts'
import { noSelector } from './rules/no-selector.ts'
import { noSuchPods } from './rules/no-such-pods.ts'
import { nodeAgents } from './rules/node-agents.ts'
import { nodeDown } from './rules/node-down.ts'
import { nodeGone } from './rules/node-gone.ts'
import { nodeNetwork } from './rules/node-network.ts'
import { notReadyByHand } from './rules/not-ready-by-hand.ts'
import { oldOwner } from './rules/old-owner.ts'
import { oldRevisionWaits } from './rules/old-revision-waits.ts'
import { oldSubdomain } from './rules/old-subdomain.ts'
import { oneContainer } from './rules/one-container.ts'
import { oneFamily } from './rules/one-family.ts'
import { onePlace } from './rules/one-place.ts'
import { ordinalMissing } from './rules/ordinal-missing.ts'
import { otherNamespace } from './rules/other-namespace.ts'
import { otherProxy } from './rules/other-proxy.ts'
import { otherSubdomain } from './rules/other-subdomain.ts'
import { otherWriters } from './rules/other-writers.ts'
import { outsidePodCidr } from './rules/outside-pod-cidr.ts'
import { pairsTooMany } from './rules/pairs-too-many.ts'
import { probePort } from './rules/probe-port.ts'
import { readinessGate } from './rules/readiness-gate.ts'
import { readinessProbe } from './rules/readiness-probe.ts'
import { readyOnDownNode } from './rules/ready-on-down-node.ts'
import { roleMissing } from './rules/role-missing.ts'
import { rolloutRefused } from './rules/rollout-refused.ts'
import { rolloutStuck } from './rules/rollout-stuck.ts'
import { routeToNothing } from './rules/route-to-nothing.ts'
import { scaledToZero } from './rules/scaled-to-zero.ts'
import { selectorTypo } from './rules/selector-typo.ts'
import { serviceWarnings } from './rules/service-warnings.ts'
import { sliceOlder } from './rules/slice-older.ts'
import { staleEndpoints } from './rules/stale-endpoints.ts'
import { startupProbe } from './rules/startup-probe.ts'
import { stuckTerminating } from './rules/stuck-terminating.ts'
import { tooManyEndpoints } from './rules/too-many-endpoints.ts'
import { undeclaredPort } from './rules/undeclared-port.ts'
import { unlabelledSlice } from './rules/unlabelled-slice.ts'
import { unmirroredEndpoints } from './rules/unmirrored-endpoints.ts'
import { unnamedPort } from './rules/unnamed-port.ts'
import { unschedulable } from './rules/unschedulable.ts'
import { unusableSlice } from './rules/unusable-slice.ts'
import { zoneDiffers } from './rules/zone-differs.ts'

/** In the order of the table of causes, which decides between findings that are else equal. */
export const RULES: readonly Rule[] = [
  externalName,
  noSelector,
  unlabelledSlice,
  foreignPorts,
  unmirroredEndpoints,
  unusableSlice,
  otherProxy,
  beingDeleted,
  noSuchPods,
  selectorTypo,
  pairsTooMany,
  scaledToZero,
  cannotCreatePods,
  labelsOnWorkload,
  noEligibleNode,
  finishedJobs,
  otherNamespace,
  labelsChanged,
  unschedulable,
  noPodIP,
  initContainers,
  finishedPods,
  nodeGone,
  familyMismatch,
  controllerBehind,
  oldOwner,
  hijackedSlice,
  oldRevisionWaits,
  containerNotMade,
  crashLoop,
  livenessProbe,
  startupProbe,
  readinessProbe,
  probePort,
  readinessGate,
  oneContainer,
  allTerminating,
  nodeDown,
  kubeletSilent,
  rolloutStuck,
  namedPortMissing,
  namedPortProtocol,
  undeclaredPort,
  internalLocal,
  hintedOverload,
  oneFamily,
  networkPolicy,
  duplicateIP,
  outsidePodCidr,
  nodeNetwork,
  hostPortClash,
  hostDnsPolicy,
  nodeAgents,
  noLoadBalancer,
  externalLocal,
  staleEndpoints,
  noGoverningService,
  otherSubdomain,
  governingNotHeadless,
  governingMisses,
  namesBeforeReady,
  unnamedPort,
  oldSubdomain,
  readyOnDownNode,
  sliceOlder,
  endpointNodeGone,
  endpointPodGone,
  foreignNamespace,
  onePlace,
  flapping,
  stuckTerminating,
  fewerThanWanted,
  clusterDepends,
  routeToNothing,
  noReadinessProbe,
  tooManyEndpoints,
  zoneDiffers,
  notReadyByHand,
  contradictingSlices,
  causeUnknown,
  heldSlice,
  leftSlice,
  rolloutRefused,
  serviceWarnings,
  roleMissing,
  noAddressNamed,
  circle,
  moreAddresses,
  ordinalMissing,
  otherWriters,
  mixedWorkloads,
  disruptionBudget,
]

/** Every code that diagnosis can give, in the order of the table, with the question that it answers. */
export const FINDING_CODES: readonly { readonly code: string; readonly title: string }[] = RULES.map(
  ({ code, title }) => ({ code, title }),
)
