import { isSelected, type Labels, type Listers } from '@slicescope/model'
import { StringSets } from './string-sets.ts'

/** The values of the pods' index `labels` that a Service's selector matches. */
export function labelSetsMatching(selector: Labels, namespace: string, listers: Listers): readonly string[] {
  if (Object.keys(selector).length === 0) return []
  return [...listers.podLabels.inNamespace(namespace)]
    .filter(({ labels }) => isSelected(selector, labels))
    .map(({ key }) => key)
}

interface Filed {
  readonly selector: Labels
  readonly drawer: string
}

/**
 * Which Services select which label sets, in both directions, without going through all Services or all sets. Each
 * Service is filed under one pair of its selector, the one that fewest others of its namespace are filed under, so that a
 * pair all of them share (`managed-by: helm`) fills no drawer.
 */
export class SelectorMatches {
  readonly #listers: Listers
  readonly #drawers = new StringSets()
  readonly #filed = new Map<string, Filed>()
  /** Of each Service the label sets it matched when they were noted; pods of some may be gone. */
  readonly #sets = new StringSets()

  constructor(listers: Listers) {
    this.#listers = listers
  }

  /** Takes over a Service's selector; an empty one selects nothing. */
  setService(service: string, namespace: string, selector: Labels): void {
    this.deleteService(service)
    this.#fileService(service, namespace, selector)
    for (const set of labelSetsMatching(selector, namespace, this.#listers)) this.#sets.add(service, set)
  }

  /** As setService for many at once, of a cluster that already has pods. */
  fill(services: Iterable<readonly [service: string, namespace: string, selector: Labels]>): void {
    for (const [service, namespace, selector] of services) this.#fileService(service, namespace, selector)
    for (const namespace of this.#listers.podLabels.namespaces()) {
      for (const { key, labels } of this.#listers.podLabels.inNamespace(namespace)) this.note(key, namespace, labels)
    }
  }

  deleteService(service: string): void {
    const filed = this.#filed.get(service)
    if (filed === undefined) return
    this.#filed.delete(service)
    this.#sets.clear(service)
    this.#drawers.delete(filed.drawer, service)
  }

  /** Notes that there are pods of this label set (or were), and answers which Services select it. */
  note(set: string, namespace: string, labels: Labels): readonly string[] {
    const selecting = this.selecting(namespace, labels)
    for (const service of selecting) this.#sets.add(service, set)
    return selecting
  }

  /** Which Services select this label set. */
  selecting(namespace: string, labels: Labels): readonly string[] {
    return Object.entries(labels).flatMap(([key, value]) => this.#inDrawer(drawerName(namespace, key, value), labels))
  }

  /** The label sets that a Service selects. Forgets those that no pod has any more. */
  setsOf(service: string): readonly string[] {
    const sets = [...this.#sets.get(service)]
    const gone = sets.filter(set => this.#listers.pods.countByIndex('labels', set) === 0)
    if (gone.length === 0) return sets
    for (const set of gone) this.#sets.delete(service, set)
    return [...this.#sets.get(service)]
  }

  #fileService(service: string, namespace: string, selector: Labels): void {
    const names = Object.entries(selector).map(([key, value]) => drawerName(namespace, key, value))
    const [first] = names
    if (first === undefined) return
    const drawer = names.reduce(
      (best, name) => (this.#drawers.size(name) < this.#drawers.size(best) ? name : best),
      first,
    )
    this.#drawers.add(drawer, service)
    this.#filed.set(service, { selector: Object.fromEntries(Object.entries(selector)), drawer })
  }

  #inDrawer(name: string, labels: Labels): readonly string[] {
    const selecting: string[] = []
    for (const service of this.#drawers.get(name))
      if (isSelected(this.#filed.get(service)?.selector ?? {}, labels)) selecting.push(service)
    return selecting
  }
}

/** Neither names nor label keys and values hold a space. */
function drawerName(namespace: string, key: string, value: string): string {
  return `${namespace} ${key} ${value}`
}
