import { z } from 'zod'
import { changeSchema } from './change.ts'
import { dnsSummarySchema } from './dns.ts'
import { cannotTellSchema, certaintySchema, checkSchema, findingSchema } from './finding.ts'
import { freshnessSchema, sinceSchema } from './freshness.ts'
import { inGapShape } from './gap.ts'
import { legacyEndpointsSchema } from './legacy-endpoints.ts'
import { recoveredSchema } from './row.ts'
import { trafficSummarySchema } from './traffic.ts'
import { endpointStateSchema, healthSchema, serviceTypeSchema, severitySchema, timeSchema } from './words.ts'

const count = z.number().int()

export const servicePortSchema = z.object({
  name: z.string(),
  protocol: z.string(),
  port: count,
  targetPort: z.union([z.string(), count]),
  nodePort: count.nullable(),
  appProtocol: z.string().nullable(),
})

export const serviceSchema = z.object({
  namespace: z.string(),
  name: z.string(),
  uid: z.string(),
  type: serviceTypeSchema,
  headless: z.boolean(),
  clusterIPs: z.array(z.string()),
  externalName: z.string().nullable(),
  selector: z.record(z.string(), z.string()),
  labels: z.record(z.string(), z.string()),
  ports: z.array(servicePortSchema),
  ipFamilies: z.array(z.string()),
  ipFamilyPolicy: z.string().nullable(),
  publishNotReadyAddresses: z.boolean(),
  internalTrafficPolicy: z.string(),
  externalTrafficPolicy: z.string().nullable(),
  trafficDistribution: z.string().nullable(),
  sessionAffinity: z.string(),
  /** Its label service.kubernetes.io/service-proxy-name: another proxy than kube-proxy handles it. */
  otherProxy: z.string().nullable(),
  creationTimestamp: timeSchema.nullable(),
  deletionTimestamp: timeSchema.nullable(),
})

export const slicePortSchema = z.object({
  name: z.string(),
  protocol: z.string(),
  port: count.nullable(),
  appProtocol: z.string().nullable(),
})

export const sliceSchema = z.object({
  /** The slice's name. */
  key: z.string(),
  name: z.string(),
  uid: z.string(),
  addressType: z.string(),
  managedBy: z.string().nullable(),
  ports: z.array(slicePortSchema),
  endpointCount: count,
  creationTimestamp: timeSchema.nullable(),
  /** When the change came that its controller last wrote it for, as it says; null where it does not. */
  triggered: timeSchema.nullable(),
})

/** One per endpoint and slice, as the data plane was told. */
export const endpointSchema = z.object({
  /** slice/address */
  key: z.string(),
  /** The backend that this entry belongs to: a key of `backends`. Of an ignored entry that which it would be, which may not be there. */
  backend: z.string(),
  /** The backend's; -1 where there is none. */
  slot: count,
  slice: z.string(),
  address: z.string(),
  addresses: z.array(z.string()),
  addressType: z.string(),
  state: endpointStateSchema,
  published: z.boolean(),
  /** Its pod has never been Ready and is within its allowance. */
  starting: z.boolean(),
  /** Why kube-proxy ignores it (FQDN, a family the Service lacks); null where it does not. */
  ignored: z.string().nullable(),
  /** After the nil rules. */
  conditions: z.object({ ready: z.boolean(), serving: z.boolean(), terminating: z.boolean() }),
  ports: z.array(slicePortSchema),
  hostname: z.string().nullable(),
  nodeName: z.string().nullable(),
  /** The slice's; null without. */
  zone: z.string().nullable(),
  hints: z.object({ forZones: z.array(z.string()), forNodes: z.array(z.string()) }).nullable(),
  targetRef: z.object({ kind: z.string(), namespace: z.string(), name: z.string(), uid: z.string() }).nullable(),
})

/** One per thing that answers: entries merged over slices, ports and families. What the picture draws a cell for. */
export const backendSchema = z.object({
  /** targetRef.uid, else addressType/address */
  key: z.string(),
  slot: count,
  /** The pod's name, else the address. */
  name: z.string(),
  state: endpointStateSchema,
  published: z.boolean(),
  /** Counted in `ready` (state ready for every served port). */
  ready: z.boolean(),
  starting: z.boolean(),
  /** For grouping: the slice's zone, else the Node's, else null. */
  zone: z.string().nullable(),
  nodeName: z.string().nullable(),
  /** Keys of `slices` that list it. */
  slices: z.array(z.string()),
})

export const containerSchema = z.object({
  name: z.string(),
  /** Runs to its end before the others start; sidecars do not. */
  isInit: z.boolean(),
  state: z.enum(['waiting', 'running', 'ended']).nullable(),
  ready: z.boolean(),
  /** Why it waits or ended. */
  reason: z.string().nullable(),
  exitCode: count.nullable(),
  restarts: count,
  /** How its last run ended; null before the first restart. */
  last: z.object({ reason: z.string().nullable(), exitCode: count.nullable() }).nullable(),
})

export const podSchema = z.object({
  /** uid */
  key: z.string(),
  namespace: z.string(),
  name: z.string(),
  uid: z.string(),
  phase: z.string(),
  ready: z.boolean(),
  /** Reason of the Ready condition when it is not True. */
  reason: z.string().nullable(),
  creationTimestamp: timeSchema.nullable(),
  deletionTimestamp: timeSchema.nullable(),
  nodeName: z.string().nullable(),
  podIPs: z.array(z.string()),
  /** What it belongs to, as "Deployment api": its owner, a Deployment in place of its ReplicaSets; null for a pod that nothing owns. */
  workload: z.string().nullable(),
  /** What it is a copy of, as "ReplicaSet api-6d4f9c"; null where its owner keeps no revisions. */
  revision: z.string().nullable(),
  /** Since when it is as `ready` says. */
  since: timeSchema.nullable(),
  /** Null where all run, are ready, and never restarted. */
  containers: z.array(containerSchema).nullable(),
})

/** A pod that the selector would match if a label were another. It is no backend, and is counted nowhere. */
export const nearMissSchema = z.object({
  /** uid */
  key: z.string(),
  namespace: z.string(),
  name: z.string(),
  zone: z.string().nullable(),
  nodeName: z.string().nullable(),
  ready: z.boolean(),
  /** ``app is `web`, not `wbe` `` */
  difference: z.string(),
})

/** Counts of backends; ready + notReady + unknown = total; the terminating ones stand apart. */
export const zoneSchema = z.object({
  /** The zone, or '' for none. */
  key: z.string(),
  zone: z.string().nullable(),
  ready: count,
  notReady: count,
  unknown: count,
  total: count,
  starting: count,
  servingTerminating: count,
  terminating: count,
})

export const nodeSchema = z.object({
  /** name */
  key: z.string(),
  name: z.string(),
  zone: z.string().nullable(),
  /** The Node's Ready condition; null where it cannot be read or the Node does not exist. */
  ready: z.boolean().nullable(),
  /** Ready first; the others only while they report a fault. */
  conditions: z.array(
    z.object({
      type: z.string(),
      status: z.string(),
      reason: z.string().nullable(),
      since: timeSchema.nullable(),
    }),
  ),
  /** As kubectl writes them: `node.kubernetes.io/unreachable:NoExecute`. */
  taints: z.array(z.string()),
  /** New pods are kept off it (cordoned). */
  unschedulable: z.boolean(),
})

export const portCountSchema = z.object({
  key: z.string(),
  name: z.string(),
  protocol: z.string(),
  port: count,
  ready: count,
  total: count,
})

export const verdictSchema = z.object({
  /** All parts in one, by how sure the cause is. */
  sentence: z.string(),
  /** As of when it is so where that is not now, or that the Service is gone: `As of 03:11:42 UTC (stale):`; else ''. */
  prefix: z.string(),
  /** What is wrong, in a few words; what that leaves, in numbers and names; what may be the cause, if that is a guess. No full stops. */
  lead: z.string(),
  facts: z.string(),
  guess: z.string(),
  /** Of the cause that is named; null where none is. */
  causeCertainty: certaintySchema.nullable(),
  /** When the loss, or what the finding explains, began; null where nothing tells. */
  onset: timeSchema.nullable(),
  severity: severitySchema.nullable(),
  /** The numbers of what counts say: of which value of this view each is (`ready`, `zones.eu-1a.ready`, `loss.zones.eu-1a`). */
  numbers: z.array(z.object({ of: z.string(), value: count })),
  since: sinceSchema.nullable(),
})

/** An open Service. Counts are null where they are not known (health unknown before the first complete lists, or forbidden). */
export const serviceViewSchema = z.object({
  service: serviceSchema,
  health: healthSchema,
  ready: count.nullable(),
  total: count.nullable(),
  starting: count.nullable(),
  terminating: count.nullable(),
  /** Pods that match and are in no slice; null where pods are not known. */
  absent: count.nullable(),
  /** Of `terminating`, those that still serve (fallback). */
  servingTerminating: count.nullable(),
  notReady: count.nullable(),
  unknown: count.nullable(),
  wanted: count.nullable(),
  rolling: z.boolean(),
  recovered: recoveredSchema.nullable(),
  /** Its loss began more than 24 hours ago. */
  standing: z.boolean(),
  /** What is lost by counts; null where nothing is. `size` of `of`; `peak`: the most at once; `zones`: those that lost all. */
  loss: z
    .object({
      size: count,
      of: count,
      peak: count,
      zones: z.array(z.object({ zone: z.string(), lost: count })),
    })
    .nullable(),
  verdict: verdictSchema,
  slices: z.array(sliceSchema),
  endpoints: z.array(endpointSchema),
  backends: z.array(backendSchema),
  pods: z.array(podSchema),
  absentPods: z.array(podSchema),
  /** What a finding about the selector says was meant; the first 200. */
  nearMisses: z.array(nearMissSchema),
  zones: z.array(zoneSchema),
  nodes: z.array(nodeSchema),
  ports: z.array(portCountSchema),
  /** All that hold and that the reader may see, what explains the state best first. */
  findings: z.array(findingSchema),
  checklist: z.array(checkSchema),
  /** Questions that came up and could not be answered, and for want of what. */
  cannotTell: z.array(cannotTellSchema),
  /** What changed in the last 60 minutes, what ended last first; as much as is known. */
  changes: z.array(changeSchema),
  /** When the loss began, or the last one that is over, if nothing changed in the 10 minutes before; null where something did, or it is not known. */
  unchangedBefore: timeSchema.nullable(),
  /** Null where the Service is gone. More: `.../traffic`. */
  traffic: trafficSummarySchema.nullable(),
  /** Null where the Service is gone, or its slices are not known. More: `.../dns`. */
  dns: dnsSummarySchema.nullable(),
  /** Null where Endpoints are not known. */
  legacyEndpoints: legacyEndpointsSchema.nullable(),
  /** When it was deleted while open, and whether a Service of the same name followed; null while it lives. */
  deleted: z.object({ time: timeSchema }).nullable(),
  freshness: freshnessSchema,
  ...inGapShape,
})

export type ServiceView = z.infer<typeof serviceViewSchema>
export type ServiceInfo = z.infer<typeof serviceSchema>
export type SliceView = z.infer<typeof sliceSchema>
export type EndpointView = z.infer<typeof endpointSchema>
export type BackendView = z.infer<typeof backendSchema>
export type ContainerView = z.infer<typeof containerSchema>
export type PodView = z.infer<typeof podSchema>
export type NearMissView = z.infer<typeof nearMissSchema>
export type ZoneView = z.infer<typeof zoneSchema>
export type NodeView = z.infer<typeof nodeSchema>
