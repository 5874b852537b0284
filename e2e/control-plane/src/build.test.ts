import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ensureControlPlaneBuilt } from './build.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'no-go-'))
  vi.stubEnv('PATH', folder)
  vi.stubEnv('XDG_CACHE_HOME', folder)
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

test('without Go it says in one sentence what to install and what works without', async () => {
  await expect(ensureControlPlaneBuilt({ log: () => undefined })).rejects.toThrow(
    "The tests' control plane needs Go 1.26 or newer, and there is no go in PATH: install it from https://go.dev/dl (npm run unit and npm run e2e -- --demo work without).",
  )
})

test('an older Go is named', async () => {
  await writeFile(join(folder, 'go'), '#!/bin/sh\nprintf "go1.25.4\\nlinux\\namd64\\n"\n')
  await chmod(join(folder, 'go'), 0o755)
  await expect(ensureControlPlaneBuilt({ log: () => undefined })).rejects.toThrow(
    "The tests' control plane needs Go 1.26 or newer, found go1.25.4: install it from https://go.dev/dl (npm run unit and npm run e2e -- --demo work without).",
  )
})
