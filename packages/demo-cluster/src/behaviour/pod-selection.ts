import { isSelected, labelSetKey } from '@slicescope/model'
import { type RawObject, uidOf } from './object-index.ts'
import { controllerUid, isDeleting, labelsOf, namespaceOf } from './views.ts'

interface LabelGroup {
  readonly labels: Readonly<Record<string, string>>
  readonly pods: Map<string, RawObject>
}

/** Finds pods by selector: distinct label sets are matched, not pods. */
export class PodSelection {
  readonly #namespaces = new Map<string, Map<string, LabelGroup>>()
  readonly #free = new Map<string, RawObject>()

  /** The pods of a namespace that a selector matches; none for an empty selector. */
  select(namespace: string, selector: Readonly<Record<string, string>>): readonly RawObject[] {
    const groups = [...(this.#namespaces.get(namespace)?.values() ?? [])]
    return groups.filter(({ labels }) => isSelected(selector, labels)).flatMap(({ pods }) => [...pods.values()])
  }

  /** The pods of a namespace that no controller owns. */
  free(namespace: string): readonly RawObject[] {
    return [...this.#free.values()].filter(pod => namespaceOf(pod) === namespace)
  }

  apply(previous: RawObject | undefined, object: RawObject | undefined): void {
    if (previous !== undefined) this.#remove(previous, object)
    if (object === undefined) return
    const groups = this.#namespaces.get(namespaceOf(object)) ?? new Map<string, LabelGroup>()
    this.#namespaces.set(namespaceOf(object), groups)
    const key = labelSetKey(labelsOf(object))
    const group = groups.get(key) ?? { labels: labelsOf(object), pods: new Map<string, RawObject>() }
    groups.set(key, group)
    group.pods.set(uidOf(object), object)
    if (controllerUid(object) === undefined && !isDeleting(object)) this.#free.set(uidOf(object), object)
  }

  #remove(previous: RawObject, object: RawObject | undefined): void {
    this.#free.delete(uidOf(previous))
    const groups = this.#namespaces.get(namespaceOf(previous))
    const key = labelSetKey(labelsOf(previous))
    // Kept in its group it keeps its turn: slices are filled in this order.
    if (object !== undefined && labelSetKey(labelsOf(object)) === key) return
    const group = groups?.get(key)
    group?.pods.delete(uidOf(previous))
    if (group?.pods.size === 0) groups?.delete(key)
  }
}
