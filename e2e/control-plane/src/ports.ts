import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'

/** Below it stand well-known ports and those that programs choose as their default. */
const LOWEST = 15_000
const DEFAULT_EPHEMERAL_START = 32_768

/**
 * Answers `count` free ports of 127.0.0.1. They lie below the range from which the system takes the local ports of
 * outgoing connections: a killed part must find its port free when it is restarted, while others try to reach it.
 */
export async function freePorts(count: number): Promise<readonly number[]> {
  const end = await ephemeralStart()
  const found = new Set<number>()
  while (found.size < count) {
    const port = LOWEST + Math.floor(Math.random() * (end - LOWEST))
    if (await isFree(port)) {
      found.add(port)
    }
  }
  return [...found]
}

async function ephemeralStart(): Promise<number> {
  const range = await readFile('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').catch(() => '')
  const start = Number.parseInt(range, 10)
  return start > LOWEST + 1000 ? start : DEFAULT_EPHEMERAL_START
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
