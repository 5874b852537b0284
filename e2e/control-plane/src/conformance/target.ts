import { randomBytes } from 'node:crypto'
import { type Api, type ApiTarget, createApi } from '../api.ts'
import type { Json, KubeObject } from '../kube-types.ts'

/** An API server to be held against the protocol; the token must allow everything. */
export type ConformanceTarget = ApiTarget & {
  /** The token of a user who may ask for access reviews and read no pods. */
  readonly tokenWithoutRights: string
  /** Makes the server forget its history, so that continue tokens from before expire. */
  readonly forgetHistory: () => Promise<void>
}

/** One thing that a client may rely on. `run` throws (an AssertionError mostly) where the server does otherwise. */
export type ConformanceCheck = {
  readonly name: string
  readonly run: (target: ConformanceTarget) => Promise<void>
}

/** What a check works with: the target's API, and a namespace of its own that is removed afterwards. */
export type Room = {
  readonly target: ConformanceTarget
  readonly api: Api
  readonly namespace: string
  /** Path of the room's EndpointSlices: a kind that no controller touches when it was made by hand. */
  readonly slices: string
  readonly pods: string
}

/** Makes a check that runs in a room of its own. */
export function check(name: string, run: (room: Room) => Promise<void>): ConformanceCheck {
  return { name, run: target => inRoom(target, run) }
}

async function inRoom(target: ConformanceTarget, run: (room: Room) => Promise<void>): Promise<void> {
  const api = createApi(target)
  const namespace = `conformance-${randomBytes(4).toString('hex')}`
  await api.post('/api/v1/namespaces', { metadata: { name: namespace } })
  try {
    const slices = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`
    await run({ target, api, namespace, slices, pods: `/api/v1/namespaces/${namespace}/pods` })
  } finally {
    await api.delete(`/api/v1/namespaces/${namespace}`)
    api.close()
  }
}

export type Slice = KubeObject & { readonly addressType: string; readonly endpoints: readonly Json[] | null }

/** A slice that only the check knows. */
export function sliceBody(name: string, labels: Readonly<Record<string, string>> = {}): Json {
  return { metadata: { name, labels }, addressType: 'IPv4', endpoints: [], ports: [] }
}

/** A pod bound to a node that does not exist: no kubelet starts it. */
export function podBody(name: string, labels: Readonly<Record<string, string>> = {}): Json {
  return {
    metadata: { name, labels },
    spec: { nodeName: 'no-such-node', containers: [{ name: 'main', image: 'example.com/main:1' }] },
  }
}

/** Makes slices one after another, and answers them as the server did. */
export async function makeSlices(room: Room, names: readonly string[]): Promise<readonly Slice[]> {
  const made: Slice[] = []
  for (const name of names) {
    made.push(await room.api.post<Slice>(room.slices, sliceBody(name)))
  }
  return made
}

/** Parameters as they stand in a URL after the question mark. */
export function queryText(parameters: Readonly<Record<string, string>>): string {
  return new URLSearchParams(parameters).toString()
}
