import { parentPort, workerData } from 'node:worker_threads'
import { isRecord } from '@slicescope/model'
import { storeProblem } from './sqlite-files.ts'
import { SqliteStore } from './sqlite-store.ts'

const { folder, unit }: StoreOptions = workerData

/** The thread in which a SqliteStore works: each message is a call, each answer what it came to. */
let store: SqliteStore | null = null

interface StoreOptions {
  readonly folder: string
  readonly unit: number | undefined
}

/** A call of a SqliteStore as it is sent to the thread. */
export type StoreCall = {
  [M in keyof SqliteStore]: { readonly method: M; readonly args: Parameters<SqliteStore[M]> }
}[keyof SqliteStore]

export interface StoreRequest {
  readonly id: number
  readonly call: StoreCall
}

export type StoreReply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly problem: string }

function answer({ id, call: { method, args } }: StoreRequest): StoreReply {
  try {
    // Opened with the first call: what fails then may work later.
    store ??= new SqliteStore(folder, unit)
    const called: unknown = Reflect.apply(store[method], store, args)
    return { id, value: called }
  } catch (error) {
    return { id, problem: storeProblem(error, folder) }
  }
}

parentPort?.on('message', (request: StoreRequest) => {
  const reply = answer(request)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(reply, buffersOf(reply))
  // Nothing is left to wait for: the thread ends.
  if (request.call.method === 'close') parentPort?.close()
})

/** What is large is handed over, not copied. */
function buffersOf(reply: StoreReply): ArrayBuffer[] {
  if (!('value' in reply) || !isRecord(reply.value)) return []
  return Object.values(reply.value).flatMap(each =>
    each instanceof Float64Array && each.buffer instanceof ArrayBuffer ? [each.buffer] : [],
  )
}
