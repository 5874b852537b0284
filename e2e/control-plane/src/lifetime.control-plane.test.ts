import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { access } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { startControlPlane } from './control-plane.ts'
import { waitFor } from './wait-for.ts'

/** Command lines of the processes that have this folder among their arguments: all parts of one control plane. */
async function processesOf(folder: string): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'args='], { maxBuffer: 1 << 26 })
  return stdout.split('\n').filter(line => line.includes(`${folder}/`))
}

test('two control planes stand side by side, and stopping one leaves nothing of it and nothing undone to the other', async () => {
  const [one, other] = await Promise.all([startControlPlane(), startControlPlane()])
  try {
    await one.api.post('/api/v1/namespaces', { metadata: { name: 'only-here' } })
    expect((await other.api.raw('GET', '/api/v1/namespaces/only-here')).status).toBe(404)
    // Five parts, each with its keeper.
    expect(await processesOf(one.folder)).toHaveLength(10)
    await one.stop()
    expect(await processesOf(one.folder)).toEqual([])
    await expect(access(one.folder)).rejects.toThrow('ENOENT')
    expect((await other.api.raw('GET', '/readyz')).status).toBe(200)
  } finally {
    await Promise.all([one.stop(), other.stop()])
  }
})

test.for(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
  'a starter that ends by %s takes every part along, paused ones too',
  async signal => {
    const script = `
    const { startControlPlane } = await import(${JSON.stringify(import.meta.resolve('./control-plane.ts'))})
    const plane = await startControlPlane()
    await plane.pause('kube-scheduler')
    console.log(plane.folder)
    setInterval(() => undefined, 1000)`
    const starter = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [folder] = await once(createInterface({ input: starter.stdout }), 'line')
    expect(await processesOf(String(folder))).toHaveLength(10)
    starter.kill(signal)
    await waitFor(async () => (await processesOf(String(folder))).length === 0, {
      what: 'all parts to end',
      timeoutMs: 20_000,
    })
  },
)
