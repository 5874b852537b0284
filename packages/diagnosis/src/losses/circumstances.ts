import type { Inputs, ServiceSummary } from '@slicescope/graph'
import type { Service } from '@slicescope/model'
import { isDependedOn } from './dependents.ts'
import { isAsleep } from '../workloads/wanted.ts'
import { type Circumstances, NO_CIRCUMSTANCES } from './loss-memory.ts'

interface Surrounded {
  readonly service: Service
  readonly summary: ServiceSummary
  /** Whether pods match its selector. */
  readonly hasPods: () => boolean
}

/** What of a Service's surroundings its severity hangs on; cheap where it is healthy. */
export function circumstancesOf({ service, summary, hasPods }: Surrounded, inputs: Inputs): Circumstances {
  const { namespace, name } = service.metadata
  const { listers, coverage } = inputs
  const isBare = summary.health === 'empty' || summary.health === 'down' || summary.health === 'fallback'
  const owner = coverage('namespaces', '') === 'known' ? listers.namespaces.get(namespace) : undefined
  const circumstances = {
    isDependedOn: isDependedOn({ namespace, name }, (resource, key) =>
      coverage(resource, '') === 'known' ? listers[resource].byIndex('service', key) : [],
    ),
    isLeaving: owner?.metadata.deletionTimestamp !== undefined,
    isAsleep: isBare && isAsleep(service, inputs),
    hasPods: summary.health === 'empty' && hasPods(),
  }
  // Most have none, and each Service remembers its own.
  return Object.values(circumstances).includes(true) ? circumstances : NO_CIRCUMSTANCES
}
