import { defineResource } from '../define-resource.ts'
import { boolean, list, map, namedKeys, number, object, port, shared, sharedText, text, time } from '../fields.ts'
import { BY_NAMESPACE } from '../store.ts'
import { NAME } from './common.ts'
import { SPEC_CHANGE } from './spec-change.ts'

const METADATA = object(
  {
    ...NAME,
    creationTimestamp: [8, time],
    deletionTimestamp: [9, time],
    finalizers: [14, list(sharedText)],
    labels: [11, shared(map)],
    annotations: [12, namedKeys('service.kubernetes.io/topology-mode', 'service.kubernetes.io/topology-aware-hints')],
    ...SPEC_CHANGE,
  },
  ['name', 'namespace', 'uid'],
)

const PORT = object(
  {
    name: [1, sharedText],
    protocol: [2, sharedText],
    port: [3, number],
    targetPort: [4, port],
    nodePort: [5, number],
    appProtocol: [6, sharedText],
  },
  ['port'],
)

export const services = defineResource({
  resource: 'services',
  kind: 'Service',
  group: '',
  version: 'v1',
  namespaced: true,
  readFor: 'everything',
  touches: 'worked out',
  fields: object(
    {
      metadata: [1, METADATA],
      spec: [
        2,
        object({
          type: [4, sharedText],
          clusterIP: [3, text],
          clusterIPs: [18, list(text)],
          externalIPs: [5, list(text)],
          externalName: [10, text],
          selector: [2, shared(map)],
          ports: [1, list(PORT)],
          ipFamilies: [19, list(sharedText)],
          ipFamilyPolicy: [17, sharedText],
          publishNotReadyAddresses: [13, boolean],
          internalTrafficPolicy: [22, sharedText],
          externalTrafficPolicy: [11, sharedText],
          trafficDistribution: [23, sharedText],
          sessionAffinity: [7, sharedText],
          healthCheckNodePort: [12, number],
          loadBalancerClass: [21, sharedText],
        }),
      ],
      status: [
        3,
        object({
          loadBalancer: [
            1,
            object({ ingress: [1, list(object({ ip: [1, text], hostname: [2, text], ipMode: [3, sharedText] }))] }),
          ],
        }),
      ],
    },
    ['metadata', 'spec'],
  ),
  indexes: { namespace: BY_NAMESPACE },
})
