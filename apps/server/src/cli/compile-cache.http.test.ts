import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, rm, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { compileCacheEnv } from './compile-cache.mjs'
import { findPrivateFolder } from './private-folder.mjs'

const run = promisify(execFile)
const START = fileURLToPath(new URL('../../../../e2e/house/start.mjs', import.meta.url))

let home = ''

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'slicescope-cache-'))
})

afterEach(() => rm(home, { recursive: true }))

const find = () => findPrivateFolder('compile-cache', { XDG_CACHE_HOME: home })

test('the folder is made for this user alone', async () => {
  const folder = find() ?? ''
  expect(folder).toBe(join(home, 'slicescope', 'compile-cache'))
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  expect(find()).toBe(folder)
})

test('a folder that is open to others, that others could replace, or that is a link is not used', async () => {
  const folder = find() ?? ''
  await chmod(folder, 0o750)
  expect(find()).toBeNull()
  await chmod(folder, 0o700)
  await chmod(join(home, 'slicescope'), 0o777)
  expect(find()).toBeNull()
  await chmod(join(home, 'slicescope'), 0o700)
  await rm(folder, { recursive: true })
  await mkdir(join(home, 'planted'), { mode: 0o700 })
  await symlink(join(home, 'planted'), folder)
  expect(find()).toBeNull()
  await rm(folder)
  await rm(join(home, 'slicescope'), { recursive: true })
  await symlink('/nowhere', join(home, 'slicescope'))
  expect([find(), compileCacheEnv({ XDG_CACHE_HOME: home })]).toEqual([null, { NODE_DISABLE_COMPILE_CACHE: '1' }])
})

test('a start writes compiled code there, and nothing into the shared temporary folder', async () => {
  const shared = join(home, 'tmp')
  await mkdir(shared)
  const env = { PATH: process.env['PATH'], HOME: home, XDG_CACHE_HOME: home, TMPDIR: shared }
  await run(process.execPath, [START, '--version'], { env })
  expect(await readdir(join(home, 'slicescope', 'compile-cache'))).not.toEqual([])
  expect(await readdir(shared)).toEqual([])
})
