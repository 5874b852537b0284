import type { Gap } from '@slicescope/history'
import { serviceKey, unreachable } from '@slicescope/model'
import type { Answer, Provenance } from '@slicescope/view'
import { z } from 'zod'
import type { AskedClusters } from './asked-clusters.ts'
import { Problem } from './problem.ts'
import { findNamespaceProblem } from './namespace-problem.ts'
import { type Reading, readAt } from './read-at.ts'

/** Where a Service stands in paths. */
export const servicePathSchema = z.object({ cluster: z.string(), namespace: z.string(), name: z.string() })

export type ServicePath = z.infer<typeof servicePathSchema>

interface AskedOfService {
  readonly at?: string | undefined
  /** The answer depends on all other Services. */
  readonly looksAround?: boolean
}

/** s; what is being read is here soon, or not at all. */
const RETRY_AFTER = 2

/** The answer to a question about one Service, or the problem that says why there is none. */
export function askService<T>(
  clusters: AskedClusters,
  path: ServicePath & AskedOfService,
  ask: (reading: Reading, key: string) => Answer<T>,
): Promise<(T & Provenance) | Problem> {
  const { namespace, name, looksAround = false } = path
  const service = looksAround ? null : serviceKey(namespace, name)
  return readAt(clusters, { ...path, service }, reading => answerOf(reading, path, ask))
}

function answerOf<T>(
  reading: Reading,
  { namespace, name }: ServicePath,
  ask: (reading: Reading, key: string) => Answer<T>,
): (T & Provenance) | Problem {
  const problem = findNamespaceProblem(reading, namespace)
  if (problem !== null) return problem
  if (reading.gap !== null) return unseen(reading.gap)
  const answer = ask(reading, serviceKey(namespace, name))
  switch (answer.type) {
    case 'answer':
      return { ...answer.value, ...reading.provenance }
    case 'absent':
      return noService(namespace, name)
    case 'no-node':
      return new Problem(404, 'There is no Node of that name: run kubectl get nodes for a list.')
    case 'no-zone':
      return new Problem(
        404,
        'There is no Node in that zone: run kubectl get nodes -L topology.kubernetes.io/zone for a list.',
      )
    case 'cannot-tell':
      // Of the past nothing more will be known.
      if (reading.provenance.moment === 'past')
        return new Problem(404, `${answer.sentence} That was so at that moment.`)
      if (answer.because === 'not-recorded') return new Problem(404, answer.sentence)
      return answer.because === 'forbidden'
        ? new Problem(403, answer.sentence)
        : new Problem(503, answer.sentence, { retryAfter: RETRY_AFTER })
    default:
      return unreachable(answer)
  }
}

function unseen({ from, to }: Gap): Problem {
  const [first, last] = [from, to].map(time => new Date(time).toISOString())
  return new Problem(404, `Nothing was recorded from ${first} to ${last}, so this cannot be told.`)
}

export function noService(namespace: string, name: string): Problem {
  return new Problem(404, `There is no Service ${JSON.stringify(name)} in namespace ${JSON.stringify(namespace)}.`)
}
