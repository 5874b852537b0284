import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { dial } from './dial.ts'

test('a CA that cannot be read fails before a connection is opened', async () => {
  let connections = 0
  const server = createServer(() => (connections += 1)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const endpoint = {
    server: new URL(`https://127.0.0.1:${port}`),
    proxy: null,
    ca: null,
    tlsServerName: null,
    insecure: false,
  }
  const certificate = { cert: 'no certificate', key: 'no key' }
  const dialled = dial({ endpoint, certificate, limit: 5000, versions: ['h2'] })
  await expect(dialled).rejects.toThrow(/PEM|pem|no start line/)
  // Whatever was connected before this is counted by now.
  const probe = connect(port, '127.0.0.1')
  await once(server, 'connection')
  expect(connections).toBe(1)
  probe.destroy()
  server.close()
})
