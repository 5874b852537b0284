import { redact, type Redacted, type Resource, RESOURCES } from '@slicescope/model'
import { type ClusterConnection, discardBody, readJson } from '@slicescope/reflector'

export interface ObjectKeyParts {
  /** '' for what is in no namespace. */
  readonly namespace: string
  readonly name: string
}

/** An object as the API server has it now, or why there is none. */
export type ReadObject =
  | { readonly type: 'object'; readonly redacted: Redacted }
  | { readonly type: 'absent' | 'forbidden' | 'unreachable' }
  /** Of a recording there is no API server to ask. */
  | { readonly type: 'recorded' }

/** A person waits for it. */
const LIMIT_MS = 10_000

/** One GET; what the allow-list does not name never leaves this function. Never rejects. */
export async function readObject(
  { transport }: ClusterConnection,
  resource: Resource,
  { key, ending }: { readonly key: ObjectKeyParts; readonly ending: AbortSignal },
): Promise<ReadObject> {
  try {
    const signal = AbortSignal.any([ending, AbortSignal.timeout(LIMIT_MS)])
    const { status, body } = await transport.request({ path: pathOf(resource, key), signal })
    if (status === 200) return { type: 'object', redacted: redact(RESOURCES[resource].fields, await readJson(body)) }
    await discardBody(body)
    return { type: REFUSALS.get(status) ?? 'unreachable' }
  } catch {
    return { type: 'unreachable' }
  }
}

const REFUSALS: ReadonlyMap<number, 'forbidden' | 'absent'> = new Map([
  [401, 'forbidden'],
  [403, 'forbidden'],
  [404, 'absent'],
])

function pathOf(resource: Resource, { namespace, name }: ObjectKeyParts): string {
  const { group, version, namespaced } = RESOURCES[resource]
  const base = group === '' ? `/api/${version}` : `/apis/${group}/${version}`
  const where = namespaced ? `/namespaces/${encodeURIComponent(namespace)}` : ''
  return `${base}${where}/${resource}/${encodeURIComponent(name)}`
}
