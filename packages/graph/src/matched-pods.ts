import { expectedLabels } from '@slicescope/kubernetes'
import type { Listers, Pod, Service } from '@slicescope/model'
import type { Inputs } from './inputs.ts'
import { labelSetsMatching } from './selector-matches.ts'

/** Selectors are held against the distinct label sets of the namespace, not against pods. */
export function findLabelSets(service: Service, listers: Listers): readonly string[] {
  return labelSetsMatching(expectedLabels(service), service.metadata.namespace, listers)
}

export function podsOf(labelSets: readonly string[], { listers }: Inputs): readonly Pod[] {
  return labelSets.flatMap(set => listers.pods.byIndex('labels', set))
}

/** Of the matched pods those that are not finished and that no slice of the Service lists; null where pods are not known. */
export function absentPods(service: Service, matched: readonly Pod[], inputs: Inputs): readonly Pod[] | null {
  const { namespace } = service.metadata
  if (inputs.coverage('pods', namespace) !== 'known') return null
  if (inputs.coverage('endpointslices', namespace) !== 'known') return null
  const listed = listedPods(service, inputs)
  return matched.filter(pod => !isFinished(pod) && !isListed(pod, listed))
}

export function isFinished({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed'
}

interface Listed {
  readonly uids: ReadonlySet<string>
  /** Of endpoints that name no uid. */
  readonly addresses: ReadonlySet<string>
}

function listedPods({ metadata }: Service, { listers }: Inputs): Listed {
  const uids = new Set<string>()
  const addresses = new Set<string>()
  for (const slice of listers.endpointslices.byIndex('service', `${metadata.namespace}/${metadata.name}`)) {
    for (const { targetRef, addresses: own } of slice.endpoints) {
      if (targetRef?.uid) uids.add(targetRef.uid)
      else for (const address of own) addresses.add(address)
    }
  }
  return { uids, addresses }
}

function isListed({ metadata, status }: Pod, { uids, addresses }: Listed): boolean {
  return uids.has(metadata.uid) || (status?.podIPs ?? []).some(({ ip }) => addresses.has(ip))
}
