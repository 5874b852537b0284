import type { ResourceInfo } from '@slicescope/model'
import type { ApiResponse, OnHeard, Transport } from '../transport/transport.ts'
import type { HttpVersion } from '../transport/dial.ts'
import { ApiError } from './api-error.ts'
import type { Decoder, Page, WatchEvent } from './decoder.ts'
import { readBody } from './read-body.ts'
import { readErrorStatus } from './read-error-status.ts'

/** Bytes; 500 objects of the usual 2 to 20 KB are 10 MB, and more than twice this does not fit into a text. */
const MOST_OF_A_PAGE = 256 * 2 ** 20

interface CallOptions {
  readonly signal: AbortSignal
  /** Called at each sign of life; see ApiRequest. */
  readonly onHeard?: OnHeard
}

export interface ListOptions extends CallOptions {
  /** Objects a page. */
  readonly limit: number
  /** Of the page before; '' for the first one. */
  readonly continueToken: string
}

export interface WatchOptions extends CallOptions {
  /** Changes after this one. null: first all objects there are, closed by a bookmark that says so (WatchList). */
  readonly resourceVersion: string | null
  /** After which the server ends the watch, by the HTTP that it speaks; taken as HTTP/1.1 before that is known. */
  readonly timeoutSeconds: Readonly<Record<HttpVersion, number>>
}

export interface OpenWatch<T> {
  readonly version: HttpVersion
  /** A batch a chunk of bytes, in order. Throws when the watch breaks or cannot be understood. */
  readonly batches: AsyncIterable<readonly WatchEvent<T>[]>
}

/** The two calls for one resource, in all namespaces or in one. Both reject with ApiError for an answer other than 200. */
export interface ListerWatcher<T> {
  list(options: ListOptions): Promise<Page<T>>
  watch(options: WatchOptions): Promise<OpenWatch<T>>
}

export interface ListerWatcherOptions<T> {
  readonly transport: Transport
  readonly resource: Pick<ResourceInfo, 'group' | 'version' | 'resource' | 'fieldSelector'>
  /** null for all. */
  readonly namespace: string | null
  readonly decoder: Decoder<T>
  /** Ask for packed lists: worth it unless the server is on this machine. */
  readonly isFar?: boolean
}

export function createListerWatcher<T>(options: ListerWatcherOptions<T>): ListerWatcher<T> {
  const { transport, decoder, isFar = false } = options
  const path = pathOf(options)
  const { fieldSelector } = options.resource
  const selection = fieldSelector === undefined ? {} : { fieldSelector }
  return {
    list: async ({ limit, continueToken, ...call }) => {
      const response = await transport.request({
        ...call,
        path,
        // resourceVersion stays unset: the most recent state, and limit counts (with 0 it would be ignored).
        query: { ...selection, limit: String(limit), ...(continueToken === '' ? {} : { continue: continueToken }) },
        headers: { accept: decoder.accept, ...(isFar ? { 'accept-encoding': 'gzip' } : {}) },
      })
      const { body } = await expectOk(response)
      return decoder.readPage(await readBody(body, MOST_OF_A_PAGE))
    },
    watch: async ({ resourceVersion, timeoutSeconds, ...call }) => {
      const response = await transport.request({
        ...call,
        path,
        query: { ...selection, ...watchQuery(resourceVersion, timeoutSeconds[transport.version ?? 'http/1.1']) },
        headers: { accept: decoder.accept },
      })
      return { version: response.version, batches: readWatch(await expectOk(response), decoder) }
    },
  }
}

function pathOf({ resource, namespace }: ListerWatcherOptions<unknown>): string {
  const root = resource.group === '' ? `/api/${resource.version}` : `/apis/${resource.group}/${resource.version}`
  const scope = namespace === null ? '' : `/namespaces/${encodeURIComponent(namespace)}`
  return `${root}${scope}/${resource.resource}`
}

function watchQuery(resourceVersion: string | null, timeoutSeconds: number): Record<string, string> {
  const query = { watch: '1', allowWatchBookmarks: 'true', timeoutSeconds: String(timeoutSeconds) }
  return resourceVersion === null
    ? { ...query, sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan' }
    : { ...query, resourceVersion }
}

async function expectOk(response: ApiResponse): Promise<ApiResponse> {
  if (response.status === 200) return response
  throw new ApiError(await readErrorStatus(response), 'http')
}

async function* readWatch<T>(response: ApiResponse, decoder: Decoder<T>): AsyncGenerator<readonly WatchEvent<T>[]> {
  const watch = decoder.openWatch()
  for await (const chunk of response.body) {
    const events = watch.push(chunk)
    if (events.length > 0) yield events
  }
  watch.end()
}
