import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DemoCluster, startDemoCluster } from '@slicescope/demo-cluster'
import { must } from '@slicescope/model'
import { connectCluster, loadKubeconfig, systemClock } from '@slicescope/reflector'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readLease } from './lease-reader.ts'

let demo: DemoCluster
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slicescope-lease-'))
  demo = await startDemoCluster({ scenario: 'no-selector' })
  demo.storage.create('leases', {
    metadata: { name: 'n1', namespace: 'kube-node-lease' },
    spec: { holderIdentity: 'n1', renewTime: '2026-01-01T03:00:00.000000Z' },
  })
  demo.storage.create('leases', {
    metadata: { name: 'given-up', namespace: 'kube-node-lease' },
    spec: { holderIdentity: '', leaseDurationSeconds: 1, renewTime: '2026-01-01T03:00:00.000000Z' },
  })
})

afterAll(async () => {
  await demo.stop()
  await rm(folder, { recursive: true })
})

async function read(name: string, signal = new AbortController().signal) {
  const path = join(folder, 'kubeconfig')
  await demo.writeKubeconfig(path)
  return readBy(path, name, signal)
}

async function readBy(path: string, name: string, signal: AbortSignal) {
  const loaded = await loadKubeconfig({ paths: [path], context: undefined, env: {} })
  if (loaded.type !== 'loaded') throw new Error('there is no kubeconfig')
  const connection = connectCluster(must(loaded.current), { env: {}, clock: systemClock })
  try {
    return await readLease(connection, { namespace: 'kube-node-lease', name }, signal)
  } finally {
    connection.transport.close()
  }
}

test('a Lease is read by GET: when it was renewed, by whom and for how long, or that it is not there', async () => {
  const renewTime = '2026-01-01T03:00:00.000000Z'
  expect(await read('n1')).toEqual({ state: 'known', renewTime, holder: 'n1', holdsMs: 40_000 })
  expect(await read('given-up')).toEqual({ state: 'known', renewTime, holder: null, holdsMs: 1000 })
  expect(await read('n2')).toEqual({ state: 'absent' })
  expect(await read('n1', AbortSignal.abort())).toBeNull()
})

test('a gateway that refuses in words of its own refuses', async () => {
  const gateway = createServer((_request, response) => response.writeHead(403).end('<h1>Forbidden</h1>'))
  await new Promise<void>(resolve => gateway.listen(0, '127.0.0.1', resolve))
  const address = gateway.address()
  const path = join(folder, 'gateway')
  await writeFile(
    path,
    JSON.stringify({
      'current-context': 'gateway',
      clusters: [
        {
          name: 'gateway',
          cluster: { server: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` },
        },
      ],
      users: [{ name: 'nobody', user: {} }],
      contexts: [{ name: 'gateway', context: { cluster: 'gateway', user: 'nobody' } }],
    }),
  )
  expect(await readBy(path, 'n1', new AbortController().signal)).toEqual({ state: 'forbidden' })
  gateway.close()
})
