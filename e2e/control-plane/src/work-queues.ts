import { request } from 'node:https'

/** One work queue of the controller manager: how many items were ever added, and how many were ever worked off. */
export type WorkQueue = { readonly added: number; readonly done: number }

/**
 * Reads the work queues from the text of kube-controller-manager's /metrics. Each item that is added is taken and
 * worked off exactly once, so a queue is empty and idle when both numbers are equal.
 */
export function parseWorkQueues(metrics: string): ReadonlyMap<string, WorkQueue> {
  const added = sumByQueue(metrics, 'workqueue_adds_total')
  const done = sumByQueue(metrics, 'workqueue_work_duration_seconds_count')
  return new Map([...added].map(([name, count]) => [name, { added: count, done: done.get(name) ?? 0 }]))
}

function sumByQueue(metrics: string, metric: string): ReadonlyMap<string, number> {
  const sums = new Map<string, number>()
  const line = new RegExp(`^${metric}\\{.*name="([^"]*)".*\\} (\\S+)$`, 'gm')
  for (const [, name = '', value] of metrics.matchAll(line)) {
    sums.set(name, (sums.get(name) ?? 0) + Number(value))
  }
  return sums
}

/** Fetches and reads the work queues of the controller manager at a port of this machine. */
export async function fetchWorkQueues(port: number): Promise<ReadonlyMap<string, WorkQueue>> {
  return parseWorkQueues(await fetchText(port, '/metrics'))
}

function fetchText(port: number, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    // It serves with a self-signed certificate made at its start; nothing secret goes there.
    const call = request({ host: '127.0.0.1', port, path, agent: false, rejectUnauthorized: false }, answer => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => {
        text += chunk
      })
      answer.once('error', reject)
      answer.once('end', () =>
        answer.statusCode === 200 ? resolve(text) : reject(new Error(`${path}: ${answer.statusCode} ${text}`)),
      )
    })
    call.once('error', reject)
    call.setTimeout(5000, () => call.destroy(new Error(`${path}: no answer for 5 s`)))
    call.end()
  })
}
