import type { Resource } from '@slicescope/model'
import type { ApiObject } from './api-state.ts'

interface Stamp {
  readonly key: string
  readonly uid: string
  /** Rises with every write of the object, so that an older state is known when it comes back. */
  readonly revision: number
  readonly resourceVersion: string
}

/** The resources that the law is tried with: two namespaced ones and one that is not. */
export type SampledResource = 'services' | 'pods' | 'nodes'

const REVISION_LABEL = 'topology.kubernetes.io/region'

/** Characters of two, three and four bytes: chunks cut them in two. */
const WIDE = 'naïve-日本-😀'

export function sampleObject(resource: SampledResource, { key, uid, revision, resourceVersion }: Stamp): ApiObject {
  const [first = '', second] = key.split('/')
  const metadata = {
    name: second ?? first,
    ...(second === undefined ? {} : { namespace: first }),
    uid,
    resourceVersion,
    labels: { [REVISION_LABEL]: String(revision), 'kubernetes.io/hostname': WIDE },
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': `{"dropped":"${WIDE}"}` },
  }
  const specs = {
    services: { selector: { app: WIDE }, ports: revision % 3 === 0 ? null : [{ port: 80 + (revision % 7) }] },
    pods: { nodeName: `node-${revision % 5}`, containers: [{ name: 'main', env: [{ name: 'SECRET', value: 'x' }] }] },
    nodes: { unschedulable: revision % 2 === 0 },
  }
  const object = { metadata, spec: specs[resource] }
  return object
}

/** The revision of a kept sample object. */
export function revisionOf(object: {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> }
}): number {
  return Number(object.metadata.labels[REVISION_LABEL])
}

/** Key of the n-th object. */
export function sampleKey(resource: Resource, n: number): string {
  return resource === 'nodes' ? `node-${n}` : `ns-${n % 4}/object-${n}`
}
