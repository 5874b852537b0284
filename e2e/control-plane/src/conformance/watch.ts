import { request } from 'node:https'
import { createInterface } from 'node:readline'
import type { ApiTarget } from '../api.ts'
import type { KubeObject } from '../kube-types.ts'

export type WatchEvent = {
  readonly type: string
  /** The object, or for ERROR the Status. */
  readonly object: KubeObject & { readonly code?: number; readonly reason?: string; readonly message?: string }
}

/** Longer than the server takes for anything but a bookmark by the minute. */
const PATIENCE_MS = 20_000

/** An open watch. The caller closes it. */
export class Watch {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly #lines: AsyncIterator<string>
  readonly #close: () => void

  constructor(
    answer: { readonly status: number; readonly headers: Watch['headers'] },
    lines: AsyncIterator<string>,
    close: () => void,
  ) {
    this.status = answer.status
    this.headers = answer.headers
    this.#lines = lines
    this.#close = close
  }

  /** The next event, or undefined when the server has ended the watch; throws when nothing comes for long. */
  async next(): Promise<WatchEvent | undefined> {
    const late = Promise.withResolvers<never>()
    const timer = setTimeout(() => late.reject(new Error(`no watch event for ${PATIENCE_MS / 1000} s`)), PATIENCE_MS)
    try {
      const line = await Promise.race([this.#lines.next(), late.promise])
      return line.done ? undefined : JSON.parse(line.value)
    } finally {
      clearTimeout(timer)
    }
  }

  /** The next `count` events. */
  async take(count: number): Promise<readonly WatchEvent[]> {
    const events: WatchEvent[] = []
    while (events.length < count) {
      const event = await this.next()
      if (event === undefined) {
        throw new Error(`the watch ended after ${events.length} of ${count} events`)
      }
      events.push(event)
    }
    return events
  }

  /** All events until the server ends the watch. */
  async rest(): Promise<readonly WatchEvent[]> {
    const events: WatchEvent[] = []
    for (let event = await this.next(); event !== undefined; event = await this.next()) {
      events.push(event)
    }
    return events
  }

  close(): void {
    this.#close()
  }
}

/** Opens `path` with `watch=1` and more query parameters. The server's answer may be any status. */
export function openWatch(
  target: ApiTarget,
  path: string,
  options: {
    readonly query?: Readonly<Record<string, string>>
    readonly headers?: Readonly<Record<string, string>>
  } = {},
): Promise<Watch> {
  const url = new URL(path, target.baseUrl)
  url.search = new URLSearchParams({ watch: '1', ...options.query }).toString()
  const headers = { authorization: `Bearer ${target.token}`, accept: 'application/json', ...options.headers }
  return new Promise((resolve, reject) => {
    const call = request(url, { ca: target.ca, agent: false, headers }, answer => {
      // Closing it ourselves is no error.
      answer.on('error', () => undefined)
      const lines = createInterface({ input: answer })[Symbol.asyncIterator]()
      resolve(new Watch({ status: answer.statusCode ?? 0, headers: answer.headers }, lines, () => call.destroy()))
    })
    call.on('error', reject)
    call.end()
  })
}
