// Plain JavaScript: it runs before TypeScript is read, so that Node takes TypeScript from the cache and does not load its parser.
import { constants, enableCompileCache } from 'node:module'
import { findPrivateFolder } from './private-folder.mjs'

/** @typedef {Readonly<Record<string, string | undefined>>} Env */

/**
 * What makes Node and the tools under it keep compiled code in a private folder, or nowhere. Left alone they keep it in
 * the machine's shared temporary folder, where another user could plant code that then runs as this one.
 * @param {Env} env
 * @returns {Readonly<Record<string, string>>}
 */
export function compileCacheEnv(env) {
  const folder = findPrivateFolder('compile-cache', env)
  return folder === null ? { NODE_DISABLE_COMPILE_CACHE: '1' } : { NODE_COMPILE_CACHE: folder }
}

/**
 * Keeps this process' compiled code in the private folder; answers whether it does.
 * @param {Env} env
 * @returns {boolean}
 */
export function usePrivateCompileCache(env) {
  const folder = findPrivateFolder('compile-cache', env)
  if (folder === null) return false
  const { status } = enableCompileCache(folder)
  return status === constants.compileCacheStatus.ENABLED || status === constants.compileCacheStatus.ALREADY_ENABLED
}
