/**
 * Objects as the API serves them, in its own words: of each kind the fields that the demo cluster reads or writes.
 * `Open` lets further fields pass through untouched. The store keeps and serves whatever it was given.
 */
type Open = { readonly [field: string]: unknown }

export type StringMap = { readonly [key: string]: string }

export type RawOwnerReference = {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly uid: string
  readonly controller?: boolean
  readonly blockOwnerDeletion?: boolean
}

/** What callers may give of an object's metadata; the rest is the store's. */
export type NewMeta = {
  readonly name?: string
  readonly generateName?: string
  readonly namespace?: string
  readonly labels?: StringMap
  readonly annotations?: StringMap
  readonly ownerReferences?: readonly RawOwnerReference[]
  readonly finalizers?: readonly string[]
  readonly resourceVersion?: string
  readonly uid?: string
  readonly creationTimestamp?: string
}

export type ObjectMeta = NewMeta & {
  readonly name: string
  readonly uid: string
  readonly resourceVersion: string
  readonly creationTimestamp: string
  readonly generation?: number
  readonly deletionTimestamp?: string
  readonly deletionGracePeriodSeconds?: number
}

export type ApiObject = {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: ObjectMeta
  readonly spec?: Open
  readonly status?: Open
}

export type RawCondition = {
  readonly type: string
  readonly status: string
  readonly reason?: string
  readonly message?: string
  readonly lastTransitionTime?: string
  readonly [field: string]: unknown
}

export type LabelSelector = {
  readonly matchLabels?: StringMap
  readonly matchExpressions?: readonly {
    readonly key: string
    readonly operator: string
    readonly values?: readonly string[]
  }[]
}

export type RawServicePort = {
  readonly name?: string
  readonly protocol?: string
  readonly port: number
  readonly targetPort?: number | string
  readonly nodePort?: number
  readonly appProtocol?: string
}

export type RawServiceSpec = Open & {
  readonly type?: string
  readonly selector?: StringMap
  readonly ports?: readonly RawServicePort[]
  readonly clusterIP?: string
  readonly clusterIPs?: readonly string[]
  readonly ipFamilies?: readonly string[]
  readonly ipFamilyPolicy?: string
  readonly externalName?: string
  readonly externalIPs?: readonly string[]
  readonly externalTrafficPolicy?: string
  readonly internalTrafficPolicy?: string
  readonly trafficDistribution?: string
  readonly publishNotReadyAddresses?: boolean
  readonly sessionAffinity?: string
  readonly healthCheckNodePort?: number
  readonly allocateLoadBalancerNodePorts?: boolean
}

export type RawService = ApiObject & { readonly spec: RawServiceSpec }

export type RawEndpoint = Open & {
  readonly addresses: readonly string[]
  readonly conditions?: { readonly ready?: boolean; readonly serving?: boolean; readonly terminating?: boolean }
  readonly hostname?: string
  readonly nodeName?: string
  readonly zone?: string
  readonly targetRef?: Open
  readonly hints?: Open
  readonly deprecatedTopology?: StringMap
}

export type RawEndpointSlice = ApiObject & {
  readonly addressType: string
  readonly endpoints: readonly RawEndpoint[] | null
  readonly ports: readonly { readonly name?: string; readonly protocol?: string; readonly port?: number }[] | null
}

export type RawEndpointAddress = Open & {
  readonly ip: string
  readonly hostname?: string
  readonly nodeName?: string
  readonly targetRef?: Open
}

export type RawEndpoints = ApiObject & {
  readonly subsets?: readonly {
    readonly addresses?: readonly RawEndpointAddress[]
    readonly notReadyAddresses?: readonly RawEndpointAddress[]
    readonly ports?: readonly { readonly name?: string; readonly protocol?: string; readonly port: number }[]
  }[]
}

export type RawContainer = Open & {
  readonly name: string
  readonly image?: string
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number; readonly protocol?: string }[]
  readonly restartPolicy?: string
}

export type RawPodSpec = Open & {
  readonly containers: readonly RawContainer[]
  readonly initContainers?: readonly RawContainer[]
  readonly nodeName?: string
  readonly hostname?: string
  readonly subdomain?: string
  readonly hostNetwork?: boolean
  readonly nodeSelector?: StringMap
  readonly readinessGates?: readonly { readonly conditionType: string }[]
  readonly restartPolicy?: string
  readonly terminationGracePeriodSeconds?: number
}

export type RawContainerStatus = Open & {
  readonly name: string
  readonly ready: boolean
  readonly restartCount: number
  readonly started?: boolean
  readonly state?: Open
  readonly lastState?: Open
}

export type RawPodStatus = Open & {
  readonly phase?: string
  readonly reason?: string
  readonly message?: string
  readonly hostIP?: string
  readonly podIP?: string
  readonly podIPs?: readonly { readonly ip: string }[]
  readonly startTime?: string
  readonly conditions?: readonly RawCondition[]
  readonly containerStatuses?: readonly RawContainerStatus[]
}

export type RawPod = ApiObject & { readonly spec: RawPodSpec; readonly status: RawPodStatus }

export type RawNode = ApiObject & {
  readonly spec: Open & {
    readonly unschedulable?: boolean
    readonly podCIDR?: string
    readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[]
  }
  readonly status: Open & {
    readonly conditions?: readonly RawCondition[]
    readonly addresses?: readonly { readonly type: string; readonly address: string }[]
  }
}

export type RawNamespace = ApiObject & {
  readonly spec: Open & { readonly finalizers?: readonly string[] }
  readonly status: Open & { readonly phase?: string }
}

export type RawEvent = ApiObject & {
  readonly involvedObject: {
    readonly apiVersion?: string
    readonly kind: string
    readonly namespace?: string
    readonly name: string
    readonly uid?: string
    readonly fieldPath?: string
  }
  readonly reason?: string
  readonly message?: string
  readonly type?: string
  readonly count?: number
  readonly firstTimestamp?: string
  readonly lastTimestamp?: string
  readonly source?: { readonly component?: string; readonly host?: string }
  readonly reportingComponent?: string
}

export type RawPodTemplate = {
  readonly metadata?: { readonly labels?: StringMap; readonly annotations?: StringMap }
  readonly spec: RawPodSpec
}

export type RawWorkloadStatus = Open & {
  readonly observedGeneration?: number
  readonly replicas?: number
  readonly readyReplicas?: number
  readonly availableReplicas?: number
  readonly updatedReplicas?: number
  readonly currentReplicas?: number
  readonly unavailableReplicas?: number
  readonly fullyLabeledReplicas?: number
  readonly currentRevision?: string
  readonly updateRevision?: string
  readonly conditions?: readonly RawCondition[]
}

export type RawDeployment = ApiObject & {
  readonly spec: Open & {
    readonly replicas?: number
    readonly selector: LabelSelector
    readonly template: RawPodTemplate
    readonly minReadySeconds?: number
    readonly paused?: boolean
    readonly strategy?: {
      readonly type?: string
      readonly rollingUpdate?: { readonly maxSurge?: number | string; readonly maxUnavailable?: number | string }
    }
  }
  readonly status: RawWorkloadStatus
}

export type RawReplicaSet = ApiObject & {
  readonly spec: Open & {
    readonly replicas?: number
    readonly selector: LabelSelector
    readonly template: RawPodTemplate
    readonly minReadySeconds?: number
  }
  readonly status: RawWorkloadStatus
}

export type RawStatefulSet = ApiObject & {
  readonly spec: Open & {
    readonly replicas?: number
    readonly serviceName: string
    readonly selector: LabelSelector
    readonly template: RawPodTemplate
    readonly podManagementPolicy?: string
    readonly updateStrategy?: { readonly type?: string; readonly rollingUpdate?: { readonly partition?: number } }
  }
  readonly status: RawWorkloadStatus
}

export type RawDaemonSet = ApiObject & {
  readonly spec: Open & { readonly selector: LabelSelector; readonly template: RawPodTemplate }
  readonly status: Open & {
    readonly currentNumberScheduled?: number
    readonly desiredNumberScheduled?: number
    readonly numberReady?: number
    readonly numberAvailable?: number
    readonly numberMisscheduled?: number
    readonly updatedNumberScheduled?: number
    readonly observedGeneration?: number
  }
}

export type RawJob = ApiObject & {
  readonly spec: Open & {
    readonly parallelism?: number
    readonly completions?: number
    readonly backoffLimit?: number
    readonly selector?: LabelSelector
    readonly template: RawPodTemplate
  }
  readonly status: Open & {
    readonly active?: number
    readonly succeeded?: number
    readonly failed?: number
    readonly startTime?: string
    readonly completionTime?: string
    readonly conditions?: readonly RawCondition[]
  }
}

/** The raw type of each resource, under the API's plural. */
export interface RawObjects {
  services: RawService
  endpointslices: RawEndpointSlice
  endpoints: RawEndpoints
  pods: RawPod
  nodes: RawNode
  namespaces: RawNamespace
  events: RawEvent
  deployments: RawDeployment
  replicasets: RawReplicaSet
  statefulsets: RawStatefulSet
  daemonsets: RawDaemonSet
  jobs: RawJob
  networkpolicies: ApiObject
  ingresses: ApiObject
  leases: ApiObject
  horizontalpodautoscalers: ApiObject
  poddisruptionbudgets: ApiObject
}

export type ResourceName = keyof RawObjects

/** An object as it is handed in: identity, version and times may be left to the store, and so may what it defaults. */
export type NewObject<R extends ResourceName> = Partial<Omit<RawObjects[R], 'metadata'>> & {
  readonly metadata: NewMeta
}
