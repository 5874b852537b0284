import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { connect } from 'node:tls'
import { expect, test } from 'vitest'
import { startTestApi, type TestApi } from '../testing/test-api.ts'

async function statusOf({ server }: TestApi, target: string): Promise<string | undefined> {
  const { port } = new URL(server.url)
  const socket = connect({ port: Number(port), host: '127.0.0.1', ca: server.ca, ALPNProtocols: ['http/1.1'] })
  await once(socket, 'secureConnect')
  socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
  return (await text(socket)).split(' ')[1]
}

test.each(['//', '///', '//[', '/%', '/api/v1/pods/%ff', 'http://[::/', 'https://x:99999999/', '*'])(
  'a target that no path can be read from is answered: %s',
  async target => {
    const api = await startTestApi()
    expect(['400', '401', '403', '404']).toContain(await statusOf(api, target))
    expect((await api.call('/version')).status).toBe(200)
  },
)
