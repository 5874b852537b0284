import { constants, enableCompileCache } from 'node:module'
import { findPrivateFolder } from './private-folder.ts'

type Env = Readonly<Record<string, string | undefined>>

/**
 * What makes Node and the tools under it keep compiled code in a private folder, or nowhere. Left alone they keep it in
 * the machine's shared temporary folder, where another user could plant code that then runs as this one.
 */
export function compileCacheEnv(env: Env): Readonly<Record<string, string>> {
  const folder = findPrivateFolder('compile-cache', env)
  return folder === null ? { NODE_DISABLE_COMPILE_CACHE: '1' } : { NODE_COMPILE_CACHE: folder }
}

/** Keeps this process' compiled code in the private folder; answers whether it does. */
export function usePrivateCompileCache(env: Env): boolean {
  const folder = findPrivateFolder('compile-cache', env)
  if (folder === null) return false
  const { status } = enableCompileCache(folder)
  return status === constants.compileCacheStatus.ENABLED || status === constants.compileCacheStatus.ALREADY_ENABLED
}
