import { isRecord } from '@slicescope/model'
import { Backoff } from '../backoff.ts'
import type { Clock, Random } from '../clock.ts'
import type { ClusterConnection } from '../connect-cluster.ts'
import { guarded } from '../guarded.ts'
import { recordMember, textMember } from '../kubeconfig/record.ts'
import { readJson } from './access.ts'

/** Which cluster it is. Both are null before it first answered. */
export interface ClusterIdentity {
  /** As `v1.37.2`. */
  readonly version: string | null
  /** The uid of namespace kube-system; where that cannot be read, a hash of the cluster's CA. */
  readonly uid: string | null
}

/** A cluster may be upgraded, or created again under the same address. */
const ASK_AGAIN_MS = 600_000

const LIMIT_MS = 30_000

interface Options {
  readonly connection: ClusterConnection
  readonly clock: Clock
  readonly random: Random
  readonly onIdentity: (identity: ClusterIdentity) => void
}

/** Asks who the cluster is, until it answers and then every ten minutes. */
export async function followIdentity(options: Options, signal: AbortSignal): Promise<void> {
  const { clock, random, onIdentity } = options
  const backoff = new Backoff(clock, random)
  while (!signal.aborted) {
    const identity = await guarded({ clock, signal, silence: LIMIT_MS }, guard =>
      askIdentity(options.connection, guard.signal),
    ).catch(() => null)
    if (identity !== null) onIdentity(identity)
    await clock.sleep(identity === null ? backoff.next() : ASK_AGAIN_MS, signal)
  }
}

async function askIdentity(connection: ClusterConnection, signal: AbortSignal): Promise<ClusterIdentity> {
  const [version, namespace] = await Promise.all([
    get(connection, '/version', signal),
    get(connection, '/api/v1/namespaces/kube-system', signal),
  ])
  const metadata = namespace === null ? undefined : recordMember(namespace, 'metadata')
  const uid = metadata === undefined ? undefined : textMember(metadata, 'uid')
  return {
    version: (version === null ? undefined : textMember(version, 'gitVersion')) ?? null,
    uid: uid ?? (await connection.fingerprint()),
  }
}

/** null when the API server refuses it or has no such thing; rejects when it should be asked again. */
async function get({ transport }: ClusterConnection, path: string, signal: AbortSignal) {
  const response = await transport.request({ path, signal })
  const answer = await readJson(response.body)
  if (response.status === 403 || response.status === 404) return null
  if (response.status !== 200 || !isRecord(answer)) throw new Error(`${path} was answered with ${response.status}`)
  return answer
}
