import type { Clock, Random } from '../clock.ts'
import type { HttpVersion } from '../transport/dial.ts'
import type { ApiRequest, OnHeard, Transport } from '../transport/transport.ts'
import type { ApiServer } from './api-server.ts'

interface Options {
  readonly server: ApiServer
  readonly version: HttpVersion
  readonly clock: Clock
  readonly random: Random
}

/** A Transport without a network: requests take some virtual time, and reach a server of the same process. */
export function createVirtualTransport({ server, version, clock, random }: Options): Transport {
  return {
    version,
    request: async ({ path, query = {}, signal, onHeard }: ApiRequest) => {
      await clock.sleep(1 + random() * 50, signal)
      if (signal.aborted) throw signal.reason
      const answer = await server.handle(path, new URLSearchParams(query), signal)
      onHeard?.('bytes')
      return { ...answer, version, body: heardBody(answer.body, onHeard) }
    },
    close: () => server.breakWatches(),
  }
}

async function* heardBody(body: AsyncIterable<Uint8Array>, onHeard?: OnHeard): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    onHeard?.('bytes')
    yield chunk
  }
}
