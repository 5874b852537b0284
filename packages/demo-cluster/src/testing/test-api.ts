import { Random } from '@slicescope/model/random'
import type { IncomingMessage } from 'node:http'
import { type RequestOptions, request } from 'node:https'
import { onTestFinished } from 'vitest'
import { type ApiServer, type ApiServerOptions, startApiServer } from '../api/server.ts'
import { createStorage, type Storage } from '../api/storage.ts'

/** What a server answered; `json` is as JSON.parse gave it. */
export interface TestAnswer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

export interface TestCall {
  readonly method?: string
  readonly body?: unknown
  readonly user?: string
  /** Instead of the user's own; '' sends none. */
  readonly token?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface TestEvent {
  readonly type: string
  readonly object: {
    readonly code?: number
    readonly reason?: string
    readonly kind: string
    readonly metadata: { readonly name: string; readonly resourceVersion: string; readonly annotations?: object }
  }
}

/** An open watch, line by line. */
export interface TestWatch {
  readonly status: number
  /** The next line as it came; undefined at a clean end. Rejects when the answer breaks off. */
  line(): Promise<string | undefined>
  next(): Promise<TestEvent>
  close(): void
}

export interface TestApi extends TestCalls {
  readonly storage: Storage
  readonly server: ApiServer
}

/** How a test asks a server. */
export interface TestCalls {
  call(path: string, call?: TestCall): Promise<TestAnswer>
  /** The parsed body of a GET. */
  get(path: string, call?: TestCall): Promise<ReturnType<typeof JSON.parse>>
  watch(path: string, call?: TestCall): Promise<TestWatch>
}

export interface TestApiOptions extends Omit<ApiServerOptions, 'storage'> {
  readonly window?: number
}

/** A server with the namespaces default and shop, stopped when the test is over. */
export async function startTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const { window = 1000, ...serverOptions } = options
  const storage = createStorage({ now: Date.now, random: new Random(1).next, window: { changes: window } })
  for (const name of ['default', 'shop']) storage.create('namespaces', { metadata: { name } })
  const server = await startApiServer({ storage, ...serverOptions })
  onTestFinished(() => server.stop())
  return { storage, server, ...callsOf(server) }
}

export function callsOf(server: ApiServer): TestCalls {
  const call = (path: string, given: TestCall = {}) => send(server, path, given)
  return {
    call,
    get: async (path, given) => JSON.parse((await call(path, given)).text),
    watch: (path, given = {}) => openWatch(server, path, given),
  }
}

function requestOptions(server: ApiServer, given: TestCall): RequestOptions {
  const token = given.token ?? server.tokenOf(given.user ?? 'admin')
  return {
    method: given.method ?? 'GET',
    ca: server.ca,
    agent: false,
    headers: {
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      ...(given.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...given.headers,
    },
  }
}

function open(server: ApiServer, path: string, given: TestCall): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const outgoing = request(new URL(path, server.url), requestOptions(server, given), resolve)
  outgoing.on('error', reject)
  outgoing.end(given.body === undefined ? undefined : JSON.stringify(given.body))
  return promise
}

async function send(server: ApiServer, path: string, given: TestCall): Promise<TestAnswer> {
  const answer = await open(server, path, given)
  let text = ''
  for await (const piece of answer.setEncoding('utf8')) text += piece
  return { status: answer.statusCode ?? 0, headers: answer.headers, text }
}

async function openWatch(server: ApiServer, path: string, given: TestCall): Promise<TestWatch> {
  const answer = await open(server, path, given)
  const lines = linesOf(answer)
  onTestFinished(() => {
    answer.destroy()
  })
  const line = async () => {
    const { done, value } = await lines.next()
    return done ? undefined : value
  }
  const next = async (): Promise<TestEvent> => {
    const text = await line()
    if (text === undefined) throw new Error('the watch has ended')
    return JSON.parse(text)
  }
  return { status: answer.statusCode ?? 0, line, next, close: () => answer.destroy() }
}

/** Throws where the connection breaks instead of ending. */
async function* linesOf(answer: IncomingMessage): AsyncGenerator<string, undefined> {
  let rest = ''
  for await (const piece of answer.setEncoding('utf8')) {
    const lines = `${rest}${String(piece)}`.split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
  return undefined
}

export function aPod(name: string, labels: Readonly<Record<string, string>> = {}) {
  return {
    metadata: { name, namespace: 'shop', labels },
    spec: { containers: [{ name: 'web', image: 'example.com/web:1' }] },
  }
}
