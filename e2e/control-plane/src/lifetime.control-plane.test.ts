import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { ensureControlPlaneBuilt } from './build.ts'
import { startControlPlane } from './control-plane.ts'
import { waitFor } from './wait-for.ts'

/** Command lines of the processes that have this folder among their arguments: all parts of one control plane. */
async function processesOf(folder: string): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'args='], { maxBuffer: 1 << 26 })
  return stdout.split('\n').filter(line => line.includes(`${folder}/`))
}

/** A process of its own that starts a control plane, pauses a part of it, and prints its folder. */
const STARTER = `
  const { startControlPlane } = await import(${JSON.stringify(import.meta.resolve('./control-plane.ts'))})
  const plane = await startControlPlane()
  await plane.pause('kube-scheduler')
  console.log(plane.folder)
  setInterval(() => undefined, 1000)`

test('two control planes stand side by side, and what ends with one leaves nothing of it and nothing undone to the other', async () => {
  const starter = spawn(process.execPath, ['--input-type=module', '--eval', STARTER], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const printed = once(createInterface({ input: starter.stdout }), 'line')
  const own = await startControlPlane()
  try {
    const [folder] = await printed
    await own.api.post('/api/v1/namespaces', { metadata: { name: 'only-here' } })
    // Five parts, each with its keeper.
    expect(await processesOf(String(folder))).toHaveLength(10)
    expect(await processesOf(own.folder)).toHaveLength(10)
    starter.kill('SIGKILL')
    await waitFor(async () => (await processesOf(String(folder))).length === 0, {
      what: 'all parts to end, the paused one too',
      timeoutMs: 20_000,
    })
    expect((await own.api.raw('GET', '/api/v1/namespaces/only-here')).status).toBe(200)
  } finally {
    starter.kill('SIGKILL')
    await own.stop()
  }
  expect(await processesOf(own.folder)).toEqual([])
  await expect(access(own.folder)).rejects.toThrow('ENOENT')
})

test.for(['SIGTERM', 'SIGINT'] as const)('what a part runs ends when its starter ends by %s', async signal => {
  const { keep } = await ensureControlPlaneBuilt({ log: () => undefined })
  const folder = await mkdtemp(join(tmpdir(), 'slicescope-keeper-'))
  const script = `
    const { Part } = await import(${JSON.stringify(import.meta.resolve('./part.ts'))})
    const part = new Part('tail', {
      program: 'tail',
      arguments: ['-f', process.env.FOLDER + '/log'],
      folder: process.env.FOLDER,
      logFile: process.env.FOLDER + '/log',
      keep: process.env.KEEP,
    })
    part.start()
    await part.pause()
    console.log('paused')
    setInterval(() => undefined, 1000)`
  const starter = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Not among its arguments: only what the part runs has the folder there.
    env: { ...process.env, FOLDER: folder, KEEP: keep },
  })
  try {
    await once(createInterface({ input: starter.stdout }), 'line')
    // The part and its keeper.
    expect(await processesOf(folder)).toHaveLength(2)
    starter.kill(signal)
    await waitFor(async () => (await processesOf(folder)).length === 0, { what: 'the part to end', timeoutMs: 20_000 })
  } finally {
    starter.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  }
})
