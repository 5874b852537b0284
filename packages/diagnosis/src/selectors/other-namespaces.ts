import { isSelected } from '@slicescope/model'
import type { Case } from '../case.ts'

export interface Elsewhere {
  readonly namespace: string
  readonly pods: number
}

/** The other namespaces, of those where pods are known, that have pods with every pair of the selector; most pods first. Needs pods. */
export function elsewhere(c: Case): readonly Elsewhere[] {
  return c.once(findElsewhere)
}

function findElsewhere(c: Case): readonly Elsewhere[] {
  const { selector } = c.service.spec
  return c
    .searched('pods')
    .namespaces.filter(namespace => namespace !== c.namespace)
    .flatMap(namespace => {
      const sets = [...c.labelSets(namespace)].filter(({ labels }) => isSelected(selector, labels))
      const pods = sets.reduce((sum, { key }) => sum + c.read('pods').countByIndex('labels', key), 0)
      return pods === 0 ? [] : [{ namespace, pods }]
    })
    .toSorted((a, b) => b.pods - a.pods || (a.namespace < b.namespace ? -1 : 1))
}

/** "searched 2 of 14 namespaces" */
export function searchWords(c: Case): string {
  const { namespaces, of } = c.searched('pods')
  return `searched ${namespaces.length}${of === null ? '' : ` of ${of}`} ${of === 1 || (of === null && namespaces.length === 1) ? 'namespace' : 'namespaces'}`
}

/** Whether the search reached all namespaces: else nothing is said of those that it did not. */
export function isSearchedEverywhere(c: Case): boolean {
  const { namespaces, of } = c.searched('pods')
  return namespaces.length === of
}
