import { type Kept, list, map, namedKeys, number, object, port, shared, sharedText, text } from './fields.ts'
import { CONDITION } from './objects.ts'

/** The allow-lists of what stands beside, before and behind Services. See objects.ts. */
const METADATA = {
  name: text,
  namespace: sharedText,
  uid: text,
  creationTimestamp: text,
} as const

const NAMESPACED = object(METADATA, ['name', 'namespace', 'uid'])
const CLUSTER_SCOPED = object({ name: text, uid: text, creationTimestamp: text }, ['name', 'uid'])

const ADDRESSES = list(
  object(
    {
      ip: text,
      hostname: text,
      nodeName: sharedText,
      targetRef: object({ kind: sharedText, namespace: sharedText, name: text }),
    },
    ['ip'],
  ),
)

/** What Patroni writes beside a leader lock; its configuration and history, which are long, are left out. */
const LOCKS = ['leader', 'optime', 'ttl', 'renewTime', 'acquireTime', 'transitions'] as const

export const ENDPOINTS = object(
  {
    metadata: object(
      {
        ...METADATA,
        labels: shared(
          namedKeys(
            'endpointslice.kubernetes.io/skip-mirror',
            'endpoints.kubernetes.io/managed-by',
            'service.kubernetes.io/headless',
          ),
        ),
        annotations: namedKeys(
          'control-plane.alpha.kubernetes.io/leader',
          'endpoints.kubernetes.io/over-capacity',
          'endpoints.kubernetes.io/last-change-trigger-time',
          ...LOCKS,
        ),
      },
      ['name', 'namespace', 'uid'],
    ),
    subsets: list(
      object({
        addresses: ADDRESSES,
        notReadyAddresses: ADDRESSES,
        ports: list(object({ name: sharedText, port: number, protocol: sharedText }, ['port'])),
      }),
    ),
  },
  ['metadata'],
)

const LABEL_SELECTOR = object({
  matchLabels: map,
  matchExpressions: list(
    object({ key: sharedText, operator: sharedText, values: list(sharedText) }, ['key', 'operator']),
  ),
})

export const NETWORK_POLICY = object(
  {
    metadata: NAMESPACED,
    spec: object({
      podSelector: LABEL_SELECTOR,
      policyTypes: list(sharedText),
      ingress: list(
        object({
          from: list(
            object({ podSelector: LABEL_SELECTOR, namespaceSelector: LABEL_SELECTOR, ipBlock: object({ cidr: text }) }),
          ),
          ports: list(object({ port, endPort: number, protocol: sharedText })),
        }),
      ),
    }),
  },
  ['metadata'],
)

const INGRESS_BACKEND = object({
  service: object({ name: text, port: object({ name: sharedText, number }) }, ['name']),
})

export const INGRESS = object(
  {
    metadata: NAMESPACED,
    spec: object({
      ingressClassName: sharedText,
      defaultBackend: INGRESS_BACKEND,
      rules: list(
        object({ host: text, http: object({ paths: list(object({ path: text, backend: INGRESS_BACKEND })) }) }),
      ),
    }),
  },
  ['metadata'],
)

export const HTTP_ROUTE = object(
  {
    metadata: NAMESPACED,
    spec: object({
      hostnames: list(text),
      rules: list(
        object({
          matches: list(object({ path: object({ value: text }) })),
          backendRefs: list(
            object({ group: sharedText, kind: sharedText, namespace: sharedText, name: text, port: number }, ['name']),
          ),
        }),
      ),
    }),
  },
  ['metadata'],
)

/** Of a webhook only which Service it calls, and what happens when that does not answer. */
export const WEBHOOK_CONFIGURATION = object(
  {
    metadata: CLUSTER_SCOPED,
    webhooks: list(
      object({
        name: text,
        failurePolicy: sharedText,
        clientConfig: object({ service: object({ namespace: sharedText, name: text }, ['namespace', 'name']) }),
      }),
    ),
  },
  ['metadata'],
)

export const API_SERVICE = object(
  {
    metadata: CLUSTER_SCOPED,
    spec: object({ service: object({ namespace: sharedText, name: text }) }),
    status: object({ conditions: list(CONDITION) }),
  },
  ['metadata'],
)

export type Endpoints = Kept<typeof ENDPOINTS>
export type LabelSelector = Kept<typeof LABEL_SELECTOR>
export type NetworkPolicy = Kept<typeof NETWORK_POLICY>
export type Ingress = Kept<typeof INGRESS>
export type HTTPRoute = Kept<typeof HTTP_ROUTE>
export type WebhookConfiguration = Kept<typeof WEBHOOK_CONFIGURATION>
export type APIService = Kept<typeof API_SERVICE>
