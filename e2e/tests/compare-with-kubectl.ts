import { type ControlPlane, type KubeObject, waitFor } from '@slicescope/control-plane'
import type { ServiceView } from '@slicescope/view'
import type { FollowedCluster } from '../followed-cluster.ts'

interface RawSlice extends KubeObject {
  readonly addressType: string
  readonly endpoints: readonly RawEndpoint[] | null
  readonly ports: readonly { readonly name?: string; readonly port?: number; readonly protocol?: string }[] | null
}

interface RawEndpoint {
  readonly addresses: readonly string[]
  readonly conditions?: { readonly ready?: boolean; readonly serving?: boolean; readonly terminating?: boolean }
  readonly nodeName?: string
  readonly zone?: string
  readonly hostname?: string
  readonly targetRef?: { readonly kind?: string; readonly name?: string; readonly uid?: string }
}

/** What one side says of all Services: for each `namespace/name`, its slices' endpoints as sorted texts. */
export type EndpointsByService = Readonly<Record<string, readonly string[]>>

/** Every Service's endpoints as `kubectl get endpointslices -o json` prints them; Services without any are there too. */
export async function endpointsByKubectl(plane: ControlPlane): Promise<EndpointsByService> {
  const services = await kubectlList<KubeObject>(plane, 'services')
  const slices = await kubectlList<RawSlice>(plane, 'endpointslices')
  const result: Record<string, string[]> = {}
  for (const { metadata } of services) result[`${metadata.namespace}/${metadata.name}`] = []
  for (const slice of slices) {
    const key = `${slice.metadata.namespace}/${slice.metadata.labels?.['kubernetes.io/service-name']}`
    result[key]?.push(...(slice.endpoints ?? []).map(endpoint => textOfRaw(slice, endpoint)))
  }
  return sorted(result)
}

/** The same as our HTTP interface answers it, one request a Service. */
export async function endpointsBySlicescope(followed: FollowedCluster): Promise<EndpointsByService> {
  const { services } = await followed.overview()
  const result: Record<string, string[]> = {}
  for (const { namespace, name } of services)
    result[`${namespace}/${name}`] = textsOfView(await followed.view(namespace, name))
  return sorted(result)
}

/** Resolves when both sides say the same; else throws with what differs. */
export async function expectSameAsKubectl(plane: ControlPlane, followed: FollowedCluster): Promise<EndpointsByService> {
  const theirs = await endpointsByKubectl(plane)
  let ours: EndpointsByService = {}
  await waitFor(
    async () => {
      ours = await endpointsBySlicescope(followed)
      return JSON.stringify(ours) === JSON.stringify(theirs)
    },
    { what: 'Slicescope to say what kubectl says', timeoutMs: 90_000, everyMs: 250 },
  ).catch(error => {
    const wrong = Object.keys({ ...ours, ...theirs }).filter(
      key => JSON.stringify(ours[key]) !== JSON.stringify(theirs[key]),
    )
    const shown = wrong
      .slice(0, 3)
      .map(
        key => `${key}\n  ours:   ${ours[key]?.join('\n          ')}\n  kubectl: ${theirs[key]?.join('\n          ')}`,
      )
    throw new Error(`${wrong.length} Services differ from kubectl:\n${shown.join('\n')}`, { cause: error })
  })
  return theirs
}

async function kubectlList<T>(plane: ControlPlane, resource: string): Promise<readonly T[]> {
  const { stdout } = await plane.kubectl(['get', resource, '-A', '-o', 'json'])
  return JSON.parse(stdout).items
}

function textOfRaw(slice: RawSlice, endpoint: RawEndpoint): string {
  const { ready = true, serving = true, terminating = false } = endpoint.conditions ?? {}
  return JSON.stringify([
    slice.metadata.name,
    slice.addressType,
    endpoint.addresses,
    [ready, serving, terminating],
    (slice.ports ?? []).map(({ name = '', port = null, protocol = 'TCP' }) => [name, protocol, port]),
    endpoint.hostname ?? null,
    endpoint.nodeName ?? null,
    endpoint.zone ?? null,
    endpoint.targetRef?.uid ?? null,
  ])
}

function textsOfView(view: ServiceView): string[] {
  return view.endpoints.map(
    ({ slice, addressType, addresses, conditions, ports, hostname, nodeName, zone, targetRef }) =>
      JSON.stringify([
        slice,
        addressType,
        addresses,
        [conditions.ready, conditions.serving, conditions.terminating],
        ports.map(({ name, protocol, port }) => [name, protocol, port]),
        hostname,
        nodeName,
        zone,
        targetRef?.uid ?? null,
      ]),
  )
}

function sorted(result: Readonly<Record<string, readonly string[]>>): EndpointsByService {
  return Object.fromEntries(
    Object.keys(result)
      .toSorted()
      .map(key => [key, (result[key] ?? []).toSorted()]),
  )
}
