import type { NetworkPolicy, Pod } from '@slicescope/model'
import type { Case } from './case.ts'
import { selectsLabels } from './label-selector.ts'

/** The policies of the namespace that restrict what may come in to a pod. Needs networkpolicies. */
export function policiesFor(pod: Pod, c: Case): readonly NetworkPolicy[] {
  return c
    .read('networkpolicies')
    .byIndex('namespace', c.namespace)
    .filter(({ spec }) => {
      const types = spec?.policyTypes ?? []
      // Without policyTypes a policy is one for ingress (networking.k8s.io defaults).
      return (types.length === 0 || types.includes('Ingress')) && selectsLabels(spec?.podSelector, pod.metadata.labels)
    })
}
