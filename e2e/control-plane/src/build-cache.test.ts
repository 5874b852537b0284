import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { publishOnce } from './build-cache.ts'

let home: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'build-cache-'))
  vi.stubEnv('XDG_CACHE_HOME', home)
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(home, { recursive: true })
})

test('a folder is filled once and then found', async () => {
  const fill = vi.fn<(folder: string) => Promise<void>>(folder => writeFile(join(folder, 'tool'), 'built'))
  const first = await publishOnce('tool-1', fill)
  const second = await publishOnce('tool-1', fill)
  expect([first, second]).toEqual([join(home, 'slicescope', 'tool-1'), first])
  expect(await readFile(join(first, 'tool'), 'utf8')).toBe('built')
  expect(fill).toHaveBeenCalledTimes(1)
})

test('of two that fill at once one stays, and nothing else is left', async () => {
  const both = Promise.withResolvers<void>()
  let filling = 0
  const fill = async (folder: string) => {
    filling += 1
    await writeFile(join(folder, 'tool'), 'built')
    if (filling === 2) {
      both.resolve()
    }
    await both.promise
  }
  await Promise.all([publishOnce('tool-1', fill), publishOnce('tool-1', fill)])
  expect(await readdir(join(home, 'slicescope'), { recursive: true })).toEqual(['tool-1', join('tool-1', 'tool')])
})

test('a build that fails leaves nothing behind', async () => {
  const broken = publishOnce('tool-1', async folder => {
    await writeFile(join(folder, 'half'), '')
    throw new Error('no space')
  })
  await expect(broken).rejects.toThrow('no space')
  expect(await readdir(join(home, 'slicescope'))).toEqual([])
})
