import type { Writable } from 'node:stream'
import type { Faults, WatchFault } from './faults.ts'
import { cutOff, type Outgoing, resetConnection, sendHead } from './http-types.ts'
import type { ListOptions } from './list-options.ts'
import type { Representation } from './negotiate.ts'
import type { ApiObject } from './raw-objects.ts'
import type { ResourceRoute } from './route.ts'
import { faultStatus } from './fault-status.ts'
import type { Storage } from './storage.ts'
import { type IncludeObject, tableOf } from './kubectl/table.ts'
import { bookmark, errorEvent, openWatch, type WatchEvent } from './watch.ts'

export interface WatchRequest {
  readonly route: ResourceRoute
  readonly options: ListOptions
  readonly representation: Representation
  readonly includeObject: IncludeObject
}

export interface WatchTiming {
  /** About a minute on a real server. */
  readonly bookmarkIntervalMs: number
  /** How long a watch lives that names no timeoutSeconds. */
  readonly watchTimeoutMs: () => number
}

interface WatchSurroundings {
  readonly storage: Storage
  readonly timing: WatchTiming
  readonly faults: () => Faults
  readonly warnings: readonly string[]
}

/** The last bookmark comes this long before the watch's time is over; apiserver storage/cacher/cache_watcher.go. */
const FAREWELL_MS = 2_000

/** A client that does not read is cut off rather than kept in memory; counts only what comes after the beginning. */
const MOST_UNREAD_BYTES = 64 * 1024 * 1024

/** One open watch: writes events as they are stored, bookmarks between them, and ends when its time is over. */
export class WatchConnection {
  readonly request: WatchRequest
  readonly #response: Outgoing
  readonly #surroundings: WatchSurroundings
  readonly #out: Writable
  readonly #unsubscribe: () => void
  readonly #deadline: number
  #bookmarkTimer: NodeJS.Timeout | undefined
  #deadlineTimer: NodeJS.Timeout | undefined
  #state: 'open' | 'stalled' | 'ended' = 'open'
  #hasSentColumns = false
  #beginningBytes = 0

  constructor(response: Outgoing, request: WatchRequest, surroundings: WatchSurroundings) {
    const { storage, timing, warnings } = surroundings
    const { route, options } = request
    this.request = request
    this.#response = response
    this.#surroundings = surroundings
    const { start, translate } = openWatch(storage, route, options)
    const warning = warnings.map(text => `299 - ${JSON.stringify(text)}`).join(', ')
    const headers = { 'content-type': 'application/json', 'cache-control': 'no-cache, private' }
    this.#out = sendHead(response, 200, warning === '' ? headers : { ...headers, warning })
    this.#unsubscribe = storage.subscribe(route.resource, event => {
      const translated = translate(event)
      if (translated !== undefined) this.#send(translated)
    })
    const lifetime = options.timeoutSeconds ? options.timeoutSeconds * 1000 : timing.watchTimeoutMs()
    this.#deadline = Date.now() + lifetime
    response.on('close', () => this.#stop())
    this.#begin(start, lifetime)
  }

  /** Lets a fault happen now. */
  fail(fault: WatchFault): void {
    if (this.#state !== 'ended') this.#suffer(fault, bookmark(this.request.route.resource, 0))
  }

  /** Ends it as a server does whose time is over. */
  end(): void {
    if (this.#state === 'ended') return
    this.#stop()
    this.#out.end()
  }

  #begin(start: readonly WatchEvent[], lifetime: number): void {
    for (const event of start) this.#send(event)
    this.#beginningBytes = this.#out.writableLength
    if (start.some(event => event.type === 'ERROR')) this.end()
    if (this.#state === 'ended') return
    this.#deadlineTimer = setTimeout(() => this.end(), lifetime)
    this.#scheduleBookmark()
  }

  #scheduleBookmark(): void {
    if (!this.request.options.allowWatchBookmarks || this.#state === 'ended') return
    const untilFarewell = this.#deadline - FAREWELL_MS - Date.now()
    if (untilFarewell <= 0) return
    const wait = Math.min(this.#surroundings.timing.bookmarkIntervalMs, untilFarewell)
    this.#bookmarkTimer = setTimeout(() => {
      this.#send(bookmark(this.request.route.resource, this.#surroundings.storage.resourceVersion))
      this.#scheduleBookmark()
    }, wait)
  }

  #send(event: WatchEvent): void {
    if (this.#state !== 'open') return
    const { resource, namespace } = this.request.route
    const seen = { resource, namespace, eventType: event.type, object: event.object }
    const fault = event.type === 'ERROR' ? undefined : this.#surroundings.faults().onEvent?.(seen)
    if (fault !== undefined) this.#suffer(fault, event)
    else this.#write(event)
  }

  #write(event: WatchEvent): void {
    this.#out.write(`${JSON.stringify({ type: event.type, object: this.#represent(event) })}\n`)
    if (this.#out.writableLength > MOST_UNREAD_BYTES + this.#beginningBytes) this.#suffer({ kind: 'cut-line' }, event)
  }

  #represent({ type, object }: WatchEvent): object {
    if (this.request.representation === 'json' || type === 'ERROR') return object
    const { route, includeObject } = this.request
    const items: readonly ApiObject[] = type === 'BOOKMARK' ? [] : [object]
    const resourceVersion = versionOf(object)
    const list = { metadata: { resourceVersion }, items }
    const table = tableOf(route.resource, list, { now: this.#surroundings.storage.now(), includeObject })
    if (this.#hasSentColumns) return { ...table, columnDefinitions: null }
    this.#hasSentColumns = true
    return table
  }

  #suffer(fault: WatchFault, event: WatchEvent): void {
    switch (fault.kind) {
      case 'stall':
        this.#state = 'stalled'
        clearTimeout(this.#deadlineTimer)
        return
      case 'close':
        return this.end()
      case 'error':
        this.#out.write(`${JSON.stringify(errorEvent(faultStatus(fault.code)))}\n`)
        return this.end()
      case 'garbage-line':
        this.#out.write('{"type":"ADDED","object":{"kind":\u0000oops}}\n')
        return this.end()
      case 'cut-line':
        return this.#cutLine(event)
      case 'reset':
        this.#stop()
        return resetConnection(this.#response)
      default:
        return fault satisfies never
    }
  }

  #cutLine(event: WatchEvent): void {
    const line = JSON.stringify({ type: event.type, object: event.object })
    this.#stop()
    this.#out.write(line.slice(0, line.length >> 1), () => cutOff(this.#response))
  }

  #stop(): void {
    this.#state = 'ended'
    this.#unsubscribe()
    clearTimeout(this.#bookmarkTimer)
    clearTimeout(this.#deadlineTimer)
  }
}

function versionOf(object: object): string {
  if (!('metadata' in object) || typeof object.metadata !== 'object' || object.metadata === null) return ''
  return 'resourceVersion' in object.metadata ? String(object.metadata.resourceVersion) : ''
}
