import { CONFORMANCE_CHECKS, type ConformanceTarget } from '@slicescope/control-plane'
import { createStorage, startApiServer } from '@slicescope/demo-cluster'
import { expect, onTestFinished, test } from 'vitest'
import { Random } from '@slicescope/model/random'

// The same checks hold for the real API server: e2e/control-plane/src/conformance.
test.for(CONFORMANCE_CHECKS.map(({ name, run }) => [name, run] as const))('%s', async ([, run]) => {
  await expect(run(await startTarget())).resolves.toBeUndefined()
})

async function startTarget(): Promise<ConformanceTarget> {
  const random = new Random(1)
  const storage = createStorage({ now: Date.now, random: () => random.next() })
  const server = await startApiServer({ storage })
  onTestFinished(() => server.stop())
  return {
    baseUrl: server.url,
    ca: server.ca,
    token: server.tokenOf('admin'),
    tokenWithoutRights: server.tokenOf('nobody'),
    forgetHistory: () => Promise.resolve(storage.compact()),
  }
}
