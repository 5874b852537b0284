import { defineResource } from '../define-resource.ts'
import { boolean, type Kept, list, namedKeys, number, object, shared, sharedText, text, time } from '../fields.ts'
import { type ObjectKey, serviceKey } from '../keys.ts'
import { BY_NAMESPACE } from '../store.ts'
import { NAME, OWNER_REFERENCE } from './common.ts'
import { present } from './file-by.ts'

const METADATA = object(
  {
    ...NAME,
    /** 1 until its endpoints or ports are written again. */
    generation: [7, number],
    creationTimestamp: [8, time],
    deletionTimestamp: [9, time],
    finalizers: [14, list(sharedText)],
    labels: [
      11,
      namedKeys(
        'kubernetes.io/service-name',
        'endpointslice.kubernetes.io/managed-by',
        'service.kubernetes.io/headless',
        'service.kubernetes.io/service-proxy-name',
        'multicluster.kubernetes.io/source-cluster',
        'app.kubernetes.io/managed-by',
      ),
    ],
    annotations: [
      12,
      namedKeys('endpoints.kubernetes.io/last-change-trigger-time', 'endpointslice.karmada.io/provision-cluster'),
    ],
    ownerReferences: [13, list(OWNER_REFERENCE)],
  },
  ['name', 'namespace', 'uid'],
)

const FOR_NAMES = list(object({ name: [1, sharedText] }, ['name']))

const ENDPOINT = object({
  addresses: [1, list(text)],
  conditions: [2, shared(object({ ready: [1, boolean], serving: [2, boolean], terminating: [3, boolean] }))],
  hostname: [3, text],
  nodeName: [6, sharedText],
  zone: [7, sharedText],
  targetRef: [4, object({ kind: [1, sharedText], namespace: [2, sharedText], name: [3, text], uid: [4, text] })],
  hints: [8, shared(object({ forZones: [1, FOR_NAMES], forNodes: [2, FOR_NAMES] }))],
})

const FIELDS = object(
  {
    metadata: [1, METADATA],
    addressType: [4, sharedText],
    endpoints: [2, list(ENDPOINT)],
    ports: [
      3,
      list(
        object({ name: [1, sharedText], protocol: [2, sharedText], port: [3, number], appProtocol: [4, sharedText] }),
      ),
    ],
  },
  ['metadata', 'addressType'],
)

type EndpointSlice = Kept<typeof FIELDS>

/** `service`: the Service it belongs to; `pod`: the uids of the pods that it names; `podName`: their `namespace/name`, where it leaves the uid out. */
export const endpointslices = defineResource({
  resource: 'endpointslices',
  kind: 'EndpointSlice',
  group: 'discovery.k8s.io',
  version: 'v1',
  namespaced: true,
  readFor: 'everything',
  touches: 'worked out',
  fields: FIELDS,
  indexes: {
    service: slice => present(serviceKeyOfSlice(slice)),
    namespace: BY_NAMESPACE,
    pod: slice => slice.endpoints.flatMap(endpoint => present(endpoint.targetRef?.uid)),
    podName: slice => namedWithoutUid(slice),
  },
})

/** The Service that a slice belongs to: the label kubernetes.io/service-name alone decides, in the slice's own namespace. */
export function serviceKeyOfSlice({ metadata }: EndpointSlice): ObjectKey | undefined {
  const name = metadata.labels['kubernetes.io/service-name']
  return name === undefined || name === '' ? undefined : serviceKey(metadata.namespace, name)
}

function namedWithoutUid({ metadata, endpoints }: EndpointSlice): readonly string[] {
  return endpoints.flatMap(({ targetRef }) => {
    if (targetRef?.name === undefined || targetRef.uid) return []
    return `${targetRef.namespace || metadata.namespace}/${targetRef.name}`
  })
}
