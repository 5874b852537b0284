import { type Api, ApiError } from './api.ts'
import { type RbacObject, type Rights, rightsOf } from './rbac.ts'
import { BOUND_USERS, type BoundUser, userName } from './users.ts'
import { waitFor } from './wait-for.ts'

export type RightsContext = { readonly admin: Api; readonly namespace: string }

/** Makes the roles and bindings of all users, and waits until the API server heeds them. */
export async function grantAll(context: RightsContext): Promise<void> {
  await Promise.all(BOUND_USERS.map(user => grant(context, user)))
}

/** Gives a user its rights (again), and waits until the API server heeds it. */
export async function grant({ admin, namespace }: RightsContext, user: BoundUser): Promise<void> {
  const rights = rightsOf(user, namespace)
  await create(admin, rights.role)
  await create(admin, rights.binding)
  await waitUntilAllowed(admin, user, rights, true)
}

/** Takes a user's rights away, and waits until the API server refuses; watches that are open go on. */
export async function revoke({ admin, namespace }: RightsContext, user: BoundUser): Promise<void> {
  const rights = rightsOf(user, namespace)
  await admin.delete(`${rights.binding.path}/slicescope-${userName(user)}`)
  await waitUntilAllowed(admin, user, rights, false)
}

async function create(admin: Api, { path, body }: RbacObject): Promise<void> {
  await admin.post(path, body).catch(error => {
    if (!(error instanceof ApiError && error.status === 409)) {
      throw error
    }
  })
}

/** The authorizer reads roles from a cache of its own, so rights come and go a moment after their objects. */
async function waitUntilAllowed(admin: Api, user: BoundUser, rights: Rights, wanted: boolean): Promise<void> {
  const review = {
    spec: {
      user: userName(user),
      resourceAttributes: { verb: 'list', resource: 'services', namespace: rights.namespace ?? '' },
    },
  }
  await waitFor(
    async () => {
      const answer = await admin.post<{ readonly status: { readonly allowed: boolean } }>(
        '/apis/authorization.k8s.io/v1/subjectaccessreviews',
        review,
      )
      return answer.status.allowed === wanted
    },
    { what: `the rights of ${user} to be ${wanted ? 'given' : 'gone'}`, timeoutMs: 20_000, everyMs: 20 },
  )
}
