import { isRecord } from '@slicescope/model'
import { isEquivalent } from './json.ts'
import { badRequest, unprocessable } from './status.ts'

/**
 * The target with an RFC 6902 JSON patch applied; the target stays as it is. That the result still has the target's
 * type is the caller's claim. Throws 400 for what is no such patch and 422 for one that does not fit.
 */
export function jsonPatch<T>(target: T, patch: unknown): T
export function jsonPatch(target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) throw badRequest('a JSON patch is a list of operations')
  return patch.reduce(applyOne, target)
}

function applyOne(target: unknown, operation: unknown): unknown {
  if (!isRecord(operation)) throw badRequest('an operation of a JSON patch is an object')
  const { op, value } = operation
  const path = pointer(operation['path'])
  switch (op) {
    case 'add':
      return put(target, path, { value, isNew: true })
    case 'replace':
      find(target, path)
      return put(target, path, { value, isNew: false })
    case 'remove':
      find(target, path)
      return remove(target, path)
    case 'test':
      if (!isEquivalent(find(target, path), value)) throw unprocessable(`testing path /${path.join('/')} failed`)
      return target
    case 'copy':
      return put(target, path, { value: find(target, pointer(operation['from'])), isNew: true })
    case 'move': {
      const from = pointer(operation['from'])
      return put(remove(target, from), path, { value: find(target, from), isNew: true })
    }
    default:
      throw badRequest(`unexpected kind of operation in a JSON patch: ${JSON.stringify(op)}`)
  }
}

/** The steps of an RFC 6901 pointer. */
function pointer(path: unknown): readonly string[] {
  if (path === '') return []
  if (typeof path !== 'string' || !path.startsWith('/')) throw badRequest('a path in a JSON patch begins with /')
  return path
    .slice(1)
    .split('/')
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function find(target: unknown, path: readonly string[]): unknown {
  const found = path.reduce((inner, step) => memberOf(inner, step), target)
  if (found === undefined) throw unprocessable(`there is nothing at path /${path.join('/')}`)
  return found
}

function memberOf(holder: unknown, step: string): unknown {
  if (Array.isArray(holder)) return /^\d+$/.test(step) ? holder[Number(step)] : undefined
  return isRecord(holder) && Object.hasOwn(holder, step) ? holder[step] : undefined
}

interface Put {
  readonly value: unknown
  /** In a list it pushes the others back instead of taking a place. */
  readonly isNew: boolean
}

function put(target: unknown, [step, ...rest]: readonly string[], given: Put): unknown {
  if (step === undefined) return given.value
  if (rest.length > 0) return withMember(target, step, put(find(target, [step]), rest, given))
  if (!Array.isArray(target) || !given.isNew) return withMember(target, step, given.value)
  const at = step === '-' ? target.length : Number(step)
  if (!Number.isInteger(at) || at < 0 || at > target.length)
    throw unprocessable(`there is no place ${step} in the list`)
  return target.toSpliced(at, 0, given.value)
}

function withMember(holder: unknown, step: string, value: unknown): unknown {
  if (Array.isArray(holder)) return holder.with(Number(step), value)
  if (!isRecord(holder)) throw unprocessable(`there is nothing that could hold ${step}`)
  return { ...holder, [step]: value }
}

function remove(target: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined) return null
  if (rest.length > 0) return withMember(target, step, remove(find(target, [step]), rest))
  if (Array.isArray(target)) return target.toSpliced(Number(step), 1)
  if (!isRecord(target)) throw unprocessable(`there is nothing that could hold ${step}`)
  const { [step]: _gone, ...kept } = target
  return kept
}
