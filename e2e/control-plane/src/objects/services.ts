import type { Api } from '../api.ts'
import type { Json, KubeObject } from '../kube-types.ts'

export type ServiceOptions = {
  readonly namespace: string
  readonly name: string
  /** `app: <name>` unless said otherwise; null for a Service without a selector. */
  readonly selector?: Readonly<Record<string, string>> | null
  readonly headless?: boolean
  /** One port named http, 80 to 8080, unless said otherwise. */
  readonly ports?: readonly Json[]
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  /** Goes over the helper's own spec, field by field. */
  readonly spec?: Json
}

/** Makes a Service, of one family unless the spec says `ipFamilyPolicy`. */
export function makeService(api: Api, options: ServiceOptions): Promise<KubeObject> {
  const {
    namespace,
    name,
    selector = { app: name },
    headless = false,
    labels = {},
    annotations = {},
    spec = {},
  } = options
  const ports = options.ports ?? [{ name: 'http', port: 80, targetPort: 8080 }]
  return api.post(`/api/v1/namespaces/${namespace}/services`, {
    metadata: { name, labels, annotations },
    spec: { ...(selector === null ? {} : { selector }), ...(headless ? { clusterIP: 'None' } : {}), ports, ...spec },
  })
}
