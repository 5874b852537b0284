import { expectsPods } from '@slicescope/kubernetes'
import type { Listers } from '@slicescope/model'
import { aHit, type Ranked } from './ranked.ts'
import { labelIn, type SearchWords } from './search-words.ts'
import { type FoundWorkload, listWorkloads, type WorkloadListers } from './workloads.ts'

/** Of so many the Services are looked up: a query that finds more is too short to mean one. */
const MOST = 40

/** Workloads by name, or by a label of their pods, each with the Services that select its pods. */
export function workloadHits(
  listers: WorkloadListers & Pick<Listers, 'services'>,
  words: SearchWords,
): readonly Ranked[] {
  if (words.addresses.length > 0) return []
  const found = listWorkloads(listers).flatMap(workload => {
    const match = rankOf(workload, words)
    return match === undefined ? [] : [{ workload, ...match }]
  })
  return found
    .toSorted((a, b) => a.rank - b.rank || a.workload.name.localeCompare(b.workload.name, 'en'))
    .slice(0, MOST)
    .map(({ workload: { kind, namespace, name, labels }, rank, why }) => {
      const services = listers.services
        .byIndex('namespace', namespace)
        .filter(service => expectsPods(service, labels))
        .map(({ metadata }) => `${namespace}/${metadata.name}`)
        .toSorted()
      return {
        rank,
        title: name,
        make: () =>
          aHit({
            kind: 'workload',
            title: name,
            detail: `${kind} in ${namespace}${why}${services.length === 0 ? ', no Service selects its pods' : ''}`,
            services,
            narrows: { by: 'workload', value: `${namespace}/${kind}/${name}` },
          }),
      }
    })
}

interface Match {
  readonly rank: number
  readonly why: string
}

function rankOf({ kind, namespace, name, labels }: FoundWorkload, words: SearchWords): Match | undefined {
  if (words.names.includes(name)) return { rank: 1, why: '' }
  const label = labelIn(labels, words)
  if (label !== undefined) return { rank: 3, why: `, makes pods with ${label}` }
  const key = `${namespace}/${kind.toLowerCase()}/${name}`
  if (words.words.length === 0 || !words.words.every(word => key.includes(word))) return undefined
  return { rank: name === words.words[0] ? 1 : 3, why: '' }
}
