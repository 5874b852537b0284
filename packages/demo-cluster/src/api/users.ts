import { randomBytes } from 'node:crypto'
import type { ResourceName } from './raw-objects.ts'
import { StatusError, unauthorized } from './status.ts'
import { KINDS, qualifiedName } from './kinds.ts'

/** One allowance; '*' stands for anything. Resources with a subresource are `pods/status`. */
export interface Rule {
  readonly verbs: readonly string[]
  readonly groups: readonly string[]
  readonly resources: readonly string[]
  /** Absent: in all namespaces and at cluster scope. */
  readonly namespaces?: readonly string[]
}

export interface User {
  readonly name: string
  readonly groups: readonly string[]
  readonly rules: readonly Rule[]
}

/** What the headers Impersonate-User and Impersonate-Group ask for. */
export interface Impersonation {
  readonly name: string
  readonly groups: readonly string[]
}

/** What someone wants to do to a resource. Namespace '' is all of them. */
export interface Access {
  readonly verb: string
  readonly group: string
  readonly resource: string
  readonly subresource?: string
  readonly namespace: string
  readonly name?: string
}

const MASTERS = 'system:masters'
const AUTHENTICATED = 'system:authenticated'
const READ: readonly string[] = ['get', 'list', 'watch']
const ANY: readonly string[] = ['*']

export const ANONYMOUS: User = { name: 'system:anonymous', groups: ['system:unauthenticated'], rules: [] }

function readRules(...withheld: readonly string[]): readonly Rule[] {
  const resources = Object.keys(KINDS).filter(resource => !withheld.includes(resource))
  return [{ verbs: READ, groups: ANY, resources }]
}

/** The users of a demo cluster: one for every way in which rights may be cut. */
export const DEMO_USERS: readonly User[] = [
  { name: 'admin', groups: [MASTERS], rules: [] },
  { name: 'reader', groups: [], rules: readRules() },
  { name: 'one-namespace', groups: [], rules: readRules().map(rule => ({ ...rule, namespaces: ['shop'] })) },
  { name: 'without-pods', groups: [], rules: readRules('pods') },
  { name: 'without-nodes', groups: [], rules: readRules('nodes') },
  { name: 'nobody', groups: [], rules: [] },
]

/** Who may log in by which token, and what each may do. Both can change while the server runs. */
export class Users {
  readonly #users = new Map<string, User>()
  readonly #tokens = new Map<string, string>()

  constructor(users: readonly User[]) {
    for (const user of users) {
      this.#users.set(user.name, user)
      this.renewToken(user.name)
    }
  }

  /** The user's present token. */
  tokenOf(name: string): string {
    const token = this.#tokens.get(name)
    if (token === undefined) throw new Error(`no user ${name}; there are ${[...this.#users.keys()].join(', ')}`)
    return token
  }

  /** From now on only the new token is known. */
  renewToken(name: string): string {
    const token = randomBytes(24).toString('hex')
    this.#tokens.set(name, token)
    return token
  }

  /** From now on this is what the user may do; open watches go on, as on the real server. */
  setRules(name: string, rules: readonly Rule[]): void {
    const user = this.#users.get(name) ?? { name, groups: [], rules }
    this.#users.set(name, { ...user, rules })
    if (!this.#tokens.has(name)) this.renewToken(name)
  }

  /** Who sends this Authorization header. Throws 401 for a token that is not known. */
  authenticate(authorization: string | undefined): User {
    const token = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1]
    if (token === undefined) return ANONYMOUS
    for (const [name, known] of this.#tokens) {
      if (known !== token) continue
      const user = this.find(name)
      return { ...user, groups: [...user.groups, AUTHENTICATED] }
    }
    throw unauthorized()
  }

  /** Who `user` acts as by kubectl's --as and --as-group. Throws 403 where that is not allowed. */
  impersonate(user: User, asked: Impersonation): User {
    const access = { verb: 'impersonate', group: '', resource: 'users', namespace: '', name: asked.name }
    if (!isAllowed(user, access)) throw forbiddenImpersonation(user, asked.name)
    const { rules, groups } = this.find(asked.name)
    return { name: asked.name, rules, groups: [...(asked.groups.length > 0 ? asked.groups : groups), AUTHENTICATED] }
  }

  /** A user by name; one that is not known has no rights. */
  find(name: string): User {
    return this.#users.get(name) ?? { name, groups: [], rules: [] }
  }
}

export function isAllowed(user: User, access: Access): boolean {
  if (user.groups.includes(MASTERS)) return true
  const resource = access.subresource ? `${access.resource}/${access.subresource}` : access.resource
  return user.rules.some(
    rule =>
      includes(rule.verbs, access.verb) &&
      includes(rule.groups, access.group) &&
      includes(rule.resources, resource) &&
      (rule.namespaces === undefined || (access.namespace !== '' && includes(rule.namespaces, access.namespace))),
  )
}

function includes(allowed: readonly string[], asked: string): boolean {
  return allowed.includes('*') || allowed.includes(asked)
}

/** The 403 for a resource, in the words of apiserver pkg/endpoints/handlers/responsewriters/errors.go. */
export function forbiddenAccess(user: User, access: Access & { readonly resource: ResourceName }): StatusError {
  const { verb, group, resource, subresource, namespace, name } = access
  const qualified = qualifiedName(resource)
  const subject = name === undefined ? qualified : `${qualified} ${JSON.stringify(name)}`
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace "${namespace}"`
  const what = subresource ? `${resource}/${subresource}` : resource
  const message = `${subject} is forbidden: User "${user.name}" cannot ${verb} resource "${what}" in API group "${group}" ${where}`
  const details = { ...(name === undefined ? {} : { name }), ...(group === '' ? {} : { group }), kind: resource }
  return new StatusError(403, 'Forbidden', { message, details })
}

function forbiddenImpersonation(user: User, name: string): StatusError {
  const message = `users "${name}" is forbidden: User "${user.name}" cannot impersonate resource "users" in API group "" at the cluster scope`
  return new StatusError(403, 'Forbidden', { message, details: { name, kind: 'users' } })
}

/** The 403 for a path that is no resource. */
export function forbiddenPath(user: User, method: string, path: string): StatusError {
  const message = `forbidden: User "${user.name}" cannot ${method.toLowerCase()} path "${path}"`
  return new StatusError(403, 'Forbidden', { message, details: {} })
}
