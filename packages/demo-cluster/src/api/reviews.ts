import { isRecord } from '@slicescope/model'
import type { Json } from './json.ts'
import { AUTHORIZATION_GROUP, type ReviewKind } from './route.ts'
import { type Access, isAllowed, type User, type Users } from './users.ts'

/** Answers "may I" and "may they": authorization.k8s.io/v1. The body comes back with its status filled in. */
export function review(kind: ReviewKind, body: Json, { users, asker }: { users: Users; asker: User }): object {
  const spec = isRecord(body['spec']) ? body['spec'] : {}
  const status =
    kind === 'SelfSubjectRulesReview'
      ? rulesStatus(asker, spec)
      : accessStatus(subjectOf(kind, spec, { users, asker }), spec)
  const metadata = isRecord(body['metadata']) ? body['metadata'] : {}
  return { kind, apiVersion: `${AUTHORIZATION_GROUP}/v1`, metadata, spec, status }
}

function subjectOf(kind: ReviewKind, spec: Json, { users, asker }: { users: Users; asker: User }): User {
  if (kind === 'SelfSubjectAccessReview') return asker
  const known = users.find(text(spec['user']))
  const groups: unknown = spec['groups']
  return Array.isArray(groups) ? { ...known, groups: [...known.groups, ...groups.map(String)] } : known
}

function accessStatus(user: User, spec: Json): object {
  const attributes = spec['resourceAttributes']
  if (!isRecord(attributes)) return isRecord(spec['nonResourceAttributes']) ? allowed(true) : allowed(false)
  return allowed(isAllowed(user, readAccess(attributes)))
}

function allowed(isSo: boolean): object {
  return isSo ? { allowed: true, reason: 'allowed by a rule of the demo cluster' } : { allowed: false }
}

function readAccess(attributes: Json): Access {
  return {
    verb: text(attributes['verb']),
    group: text(attributes['group']),
    resource: text(attributes['resource']),
    subresource: text(attributes['subresource']),
    namespace: text(attributes['namespace']),
    name: text(attributes['name']),
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function rulesStatus(user: User, spec: Json): object {
  const namespace = text(spec['namespace'])
  const everything = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] }
  const isMaster = isAllowed(user, { verb: '*', group: '*', resource: '*', namespace: '' })
  const own = user.rules
    .filter(rule => rule.namespaces?.includes(namespace) ?? true)
    .map(rule => ({ verbs: rule.verbs, apiGroups: rule.groups, resources: rule.resources }))
  return {
    resourceRules: [...(isMaster ? [everything] : own), SELF_REVIEWS],
    nonResourceRules: [
      { verbs: ['get'], nonResourceURLs: ['/api', '/api/*', '/apis', '/apis/*', '/version', '/healthz'] },
    ],
    incomplete: false,
  }
}

/** What everyone who logged in may do; upstream ClusterRole system:basic-user. */
const SELF_REVIEWS = {
  verbs: ['create'],
  apiGroups: [AUTHORIZATION_GROUP],
  resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
}
