import { MANAGED_BY_LABEL, MIRRORING_CONTROLLER, SLICE_CONTROLLER } from '@slicescope/kubernetes'
import type { EndpointSlice, Labels } from '@slicescope/model'

/** Who writes an EndpointSlice, or the Endpoints object that it mirrors, and what its fields then mean. */
export interface Writer extends Contract {
  /** As a sentence names it. */
  readonly name: string
  /** The cluster that its endpoints are imported from; null for endpoints of this one, or where it is not named. */
  readonly cluster: string | null
}

/** What holds for the slices of a writer. A rule concludes nothing from a field that its writer promises nothing about. */
interface Contract {
  /** `named`: it says who it is, and is not in the table. `unnamed`: nothing in the slice says who wrote it. */
  readonly kind: WriterKind
  /** nodeName, where it is there, is the name of a Node of this cluster. */
  readonly namesNodes: boolean
  /** A targetRef of kind Pod is a pod of this cluster. */
  readonly namesPods: boolean
  /** Its slices are owned by the Service as it is now, and go with it. */
  readonly ownedByService: boolean
  /** Its endpoints may be pods of another namespace: that is what it is for. */
  readonly crossesNamespaces: boolean
  /** Its endpoints are in another cluster. */
  readonly imports: boolean
}

type WriterKind =
  | 'slice-controller'
  | 'api-server'
  | 'mirroring-controller'
  | 'knative'
  | 'linkerd'
  | 'prometheus-operator'
  | 'crunchy'
  | 'cilium'
  | 'submariner'
  | 'karmada'
  | 'ovn-kubernetes'
  | 'importer'
  | 'named'
  | 'unnamed'

/** What a writer is known by beside the slice. */
export interface Written {
  readonly namespace: string
  readonly name: string
  /** The Service's; mirrored slices show who wrote the Endpoints object only there. */
  readonly labels: Labels
}

interface KnownWriter extends Contract {
  readonly name: string
  readonly isIts: (slice: EndpointSlice, service: Written) => boolean
  readonly clusterOf?: (slice: EndpointSlice, service: Written) => string | null
}

/** As the API describes the fields. */
const AS_DESCRIBED = {
  namesNodes: true,
  namesPods: true,
  ownedByService: false,
  crossesNamespaces: false,
  imports: false,
} as const

/** Nodes and pods of another cluster, whose names mean nothing here. */
const ELSEWHERE = { ...AS_DESCRIBED, namesNodes: false, namesPods: false, imports: true } as const

const SOURCE_CLUSTER = 'multicluster.kubernetes.io/source-cluster'
const LINKERD_CLUSTER = 'mirror.linkerd.io/cluster-name'
const OPERATED_BY = 'app.kubernetes.io/managed-by'

/** The known writers; the first that fits is it. What is said of each was read in its source. */
const KNOWN: readonly KnownWriter[] = [
  {
    ...AS_DESCRIBED,
    kind: 'slice-controller',
    name: 'the EndpointSlice controller',
    ownedByService: true,
    isIts: managedBy(SLICE_CONTROLLER),
  },
  {
    // Neither owner nor nodeName nor targetRef.
    ...AS_DESCRIBED,
    kind: 'api-server',
    name: 'kube-apiserver',
    isIts: (slice, { namespace, name }) =>
      managerOf(slice) === null && namespace === 'default' && name === 'kubernetes',
  },
  {
    // nodeName is the name of the other cluster, targetRef a pod that never was; owned by the Service.
    ...ELSEWHERE,
    kind: 'cilium',
    name: 'Cilium Cluster Mesh',
    ownedByService: true,
    isIts: managedBy('endpointslice-mesh-controller.cilium.io'),
    clusterOf: slice => sourceCluster(slice) ?? slice.endpoints[0]?.nodeName ?? null,
  },
  {
    ...ELSEWHERE,
    kind: 'submariner',
    name: 'Submariner',
    isIts: slice =>
      managerOf(slice) === 'lighthouse-agent.submariner.io' ||
      slice.metadata.labels[OPERATED_BY] === 'lighthouse-clusterlocal-reflector',
    clusterOf: (slice, { labels }) => sourceCluster(slice) ?? labels[SOURCE_CLUSTER] ?? null,
  },
  {
    // A copy of the other cluster's slice, with its nodeNames and targetRefs.
    ...ELSEWHERE,
    kind: 'karmada',
    name: 'Karmada',
    isIts: managedBy('endpointslice-dispatch-controller.karmada.io'),
    clusterOf: ({ metadata }) => metadata.annotations['endpointslice.karmada.io/provision-cluster'] ?? null,
  },
  {
    // Addresses of a network that the cluster's proxy does not serve.
    ...AS_DESCRIBED,
    kind: 'ovn-kubernetes',
    name: 'OVN-Kubernetes',
    isIts: managedBy('endpointslice-mirror-controller.k8s.ovn.org'),
  },
  {
    // Endpoints are Nodes, ready or not, while the operator runs.
    ...AS_DESCRIBED,
    kind: 'prometheus-operator',
    name: 'Prometheus Operator',
    isIts: (slice, { labels }) =>
      managerOf(slice) === 'prometheus-operator' || (isMirror(slice) && labels[OPERATED_BY] === 'prometheus-operator'),
  },
  {
    // The public Service of a revision: its pods, or the activator's in another namespace.
    ...AS_DESCRIBED,
    kind: 'knative',
    name: 'Knative',
    crossesNamespaces: true,
    isIts: (slice, { labels }) => isMirror(slice) && labels[KNATIVE_SERVICE] !== undefined,
  },
  {
    // Addresses of the other cluster's gateway, or of Services that stand for its pods.
    ...ELSEWHERE,
    kind: 'linkerd',
    name: 'Linkerd multicluster',
    isIts: (slice, { labels }) => isMirror(slice) && labels['mirror.linkerd.io/mirrored-service'] === 'true',
    clusterOf: (_slice, { labels }) => labels[LINKERD_CLUSTER] ?? null,
  },
  {
    // The clusterIP of the Service that Patroni keeps for the leader.
    ...AS_DESCRIBED,
    kind: 'crunchy',
    name: 'Crunchy Postgres for Kubernetes',
    isIts: (slice, { labels }) => isMirror(slice) && labels['postgres-operator.crunchydata.com/cluster'] !== undefined,
  },
  {
    ...ELSEWHERE,
    kind: 'importer',
    name: 'a multi-cluster controller',
    isIts: slice => sourceCluster(slice) !== null,
    clusterOf: sourceCluster,
  },
  { ...AS_DESCRIBED, kind: 'mirroring-controller', name: 'the Endpoints object', isIts: isMirror },
]

/** Of the public and the private Service of a Knative revision. */
export const KNATIVE_SERVICE = 'networking.internal.knative.dev/serverlessservice'

/** Nothing is known of what they mean by its fields. */
const NAMED = { ...AS_DESCRIBED, kind: 'named', namesNodes: false, namesPods: false } as const
/** Most likely a person: the fields mean what the API says. */
const UNNAMED = { ...AS_DESCRIBED, kind: 'unnamed' } as const

/** Who wrote a slice of the Service. One that is not in the table is named as it names itself. */
export function writerOf(slice: EndpointSlice, service: Written): Writer {
  const known = KNOWN.find(({ isIts }) => isIts(slice, service))
  if (known !== undefined) {
    const { isIts: _isIts, clusterOf, name, ...contract } = known
    const cluster = clusterOf?.(slice, service) || null
    // An importer that is not in the table says who it is.
    return { ...contract, cluster, name: known.kind === 'importer' ? (managerOf(slice) ?? name) : name }
  }
  const name = managerOf(slice)
  return name === null || name === ''
    ? { ...UNNAMED, name: 'a writer that leaves no name', cluster: null }
    : { ...NAMED, name, cluster: null }
}

/** Who the slice says manages it. */
export function managerOf({ metadata }: EndpointSlice): string | null {
  return metadata.labels[MANAGED_BY_LABEL] ?? null
}

function managedBy(manager: string): KnownWriter['isIts'] {
  return slice => managerOf(slice) === manager
}

function isMirror(slice: EndpointSlice): boolean {
  return managerOf(slice) === MIRRORING_CONTROLLER
}

function sourceCluster({ metadata }: EndpointSlice): string | null {
  return metadata.labels[SOURCE_CLUSTER] || null
}
