import { mkdtemp, readFile, stat } from 'node:fs/promises'
import { connect } from 'node:http2'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { type DemoCluster, startDemoCluster } from './start-demo-cluster.ts'

vi.setConfig({ testTimeout: 60_000 })

let demo: DemoCluster | undefined

afterEach(async () => {
  await demo?.stop()
  demo = undefined
})

interface Lines {
  /** Resolves with the first line of the answer that contains the text. */
  find(text: string): Promise<string>
  end(): void
}

/** Reads an answer of the API line by line. */
function read({ server }: DemoCluster, path: string): Lines {
  const session = connect(server.url, { ca: server.ca })
  const stream = session.request({ ':path': path, authorization: `Bearer ${server.tokenOf('admin')}` })
  let text = ''
  let look: (() => void) | undefined
  stream.setEncoding('utf8')
  stream.on('data', (chunk: string) => {
    text += chunk
    look?.()
  })
  return {
    find: wanted =>
      new Promise(resolve => {
        look = () => {
          const found = text.split('\n').find(line => line.includes(wanted))
          if (found !== undefined) resolve(found)
        }
        look()
      }),
    end: () => session.destroy(),
  }
}

test('a scenario lives behind a real API: what is written has its consequences, in real time', async () => {
  demo = await startDemoCluster({ scenario: 'odd', seed: 1 })
  const slices = read(
    demo,
    '/apis/discovery.k8s.io/v1/namespaces/odd/endpointslices?watch=1&labelSelector=kubernetes.io/service-name=sctp',
  )
  await slices.find('"addressType":"IPv4"')
  const [pod] = demo.storage
    .list('pods', { namespace: 'odd' })
    .filter(({ metadata }) => metadata.labels?.['app'] === 'sctp')
  demo.storage.delete('pods', { namespace: 'odd', name: pod?.metadata.name ?? '' })
  expect(await slices.find('"terminating":true')).toContain(pod?.metadata.uid)
  slices.end()
})

test('its kubeconfig is for the owner alone and goes with it', async () => {
  demo = await startDemoCluster({ scenario: 'odd' })
  const path = join(await mkdtemp(join(tmpdir(), 'demo-')), 'kubeconfig')
  await demo.writeKubeconfig(path)
  expect(await readFile(path, 'utf8')).toContain(demo.server.url)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  await demo.stop()
  demo = undefined
  await expect(stat(path)).rejects.toThrow('ENOENT')
})

test('an unknown scenario is refused with the names of the known', async () => {
  await expect(startDemoCluster({ scenario: 'nope' })).rejects.toThrow(
    'unknown demo scenario "nope"; there are shop, zone-outage, odd',
  )
})
