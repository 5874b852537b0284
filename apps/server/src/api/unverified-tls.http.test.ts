import { expect, test } from 'vitest'
import { startTestServer } from '../testing/test-server.ts'

test('a connection without verification is marked in every answer, and in pictures and summaries', async () => {
  const server = await startTestServer({ insecure: true })
  await (await server.getWhenThere('/readyz?synced')).body?.cancel()
  expect(await (await server.get('/api/clusters')).json()).toMatchObject({
    clusters: [{ state: 'LIVE', marks: ['LIVE', 'UNVERIFIED TLS'] }],
  })
  const service = '/api/clusters/slicescope-demo/namespaces/odd/services/sctp'
  expect(await (await server.get(service)).json()).toMatchObject({ freshness: { marks: ['LIVE', 'UNVERIFIED TLS'] } })
  for (const path of ['picture.svg', 'summary.md']) {
    expect(await (await server.get(`${service}/${path}`)).text()).toContain('UNVERIFIED TLS')
  }
  await server.stop()
})

test('a verified connection carries no such mark', async () => {
  const server = await startTestServer()
  await (await server.getWhenThere('/readyz?synced')).body?.cancel()
  expect(await (await server.get('/api/clusters')).json()).toMatchObject({ clusters: [{ marks: ['LIVE'] }] })
  await server.stop()
})
