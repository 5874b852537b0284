import { unreachable } from '@slicescope/model'
import type { NamespaceKnowledge } from './namespace-knowledge.ts'
import { Problem } from './problem.ts'

/** s */
const RETRY_AFTER = 2

interface Known {
  readonly slug: string
  knowledgeOf(namespace: string): NamespaceKnowledge
}

/** Why nothing can be answered about a namespace; null when something can. */
export function findNamespaceProblem(reading: Known, namespace: string): Problem | null {
  const name = JSON.stringify(namespace)
  const knowledge = reading.knowledgeOf(namespace)
  switch (knowledge) {
    case 'there':
    case 'cannot-tell':
      return null
    case 'forbidden':
      return new Problem(
        403,
        `Services in namespace ${name} cannot be listed: permission denied (RBAC). Grant this user list and watch on Services.`,
      )
    case 'not-watched':
      return new Problem(404, `Namespace ${name} is not watched: add --namespace ${namespace} to see it.`)
    case 'not-recorded':
      return new Problem(404, `The Services of namespace ${name} are not in this recording.`)
    case 'loading':
    case 'not-asked':
      return new Problem(
        503,
        `Namespaces are still loading, so it is unknown whether ${name} exists. Retry in a second.`,
        { retryAfter: RETRY_AFTER },
      )
    case 'absent':
      return new Problem(404, `There is no namespace ${name} in cluster ${JSON.stringify(reading.slug)}.`)
    default:
      return unreachable(knowledge)
  }
}
