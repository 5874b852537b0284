import { randomBytes } from 'node:crypto'

/**
 * Who may log in by a fixed token: the parts themselves, an admin, and users whose rights are cut in the ways that the
 * tests need. `nobody` has the rights that every authenticated user has (discovery, access reviews).
 */
export const USER_NAMES = [
  'admin',
  'controllers',
  'scheduler',
  'kubelet',
  'dns',
  'reader',
  'oneNamespace',
  'withoutPods',
  'withoutNodes',
  'nobody',
] as const

export type UserName = (typeof USER_NAMES)[number]

/** Users whose rights come from RBAC objects, which can be taken away and given back. */
export const BOUND_USERS = ['dns', 'reader', 'oneNamespace', 'withoutPods', 'withoutNodes'] as const

export type BoundUser = (typeof BOUND_USERS)[number]

const MASTERS: readonly UserName[] = ['admin', 'controllers', 'scheduler', 'kubelet']

export type Tokens = Readonly<Record<UserName, string>>

/** The name by which the API server knows a user: `one-namespace` for `oneNamespace`. */
export function userName(user: UserName): string {
  return user.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
}

function token(): string {
  return randomBytes(24).toString('hex')
}

export function makeTokens(): Tokens {
  return {
    admin: token(),
    controllers: token(),
    scheduler: token(),
    kubelet: token(),
    dns: token(),
    reader: token(),
    oneNamespace: token(),
    withoutPods: token(),
    withoutNodes: token(),
    nobody: token(),
  }
}

/** The file for --token-auth-file: token, name, uid, groups. */
export function tokenFile(tokens: Tokens): string {
  return USER_NAMES.map(user => {
    const groups = MASTERS.includes(user) ? ',"system:masters"' : ''
    return `${tokens[user]},${userName(user)},${userName(user)}${groups}\n`
  }).join('')
}
