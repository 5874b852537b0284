/** Where kube-apiserver writes and reads up to which revision history was dropped (apiserver/pkg/storage/etcd3/compact.go). */
const COMPACTED = 'compact_rev_key'

/**
 * Drops etcd's history up to now and says so where API servers look, as the API server itself does every five minutes:
 * continue tokens from before expire, and a restarted API server answers 410 to watches from before.
 */
export async function compactHistory(etcdPort: number): Promise<void> {
  const { header } = await call(etcdPort, 'range', { key: base64(COMPACTED) })
  const { revision } = header
  await call(etcdPort, 'put', { key: base64(COMPACTED), value: base64(revision) })
  await call(etcdPort, 'compaction', { revision, physical: true })
}

type Answer = { readonly header: { readonly revision: string } }

async function call(etcdPort: number, method: string, body: object): Promise<Answer> {
  const answer = await fetch(`http://127.0.0.1:${etcdPort}/v3/kv/${method}`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
  if (!answer.ok) {
    throw new Error(`etcd ${method}: ${answer.status} ${await answer.text()}`)
  }
  return JSON.parse(await answer.text())
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}
