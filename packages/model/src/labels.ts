import type { Delta } from './delta.ts'
import type { PodLabels } from './lister.ts'
import { ownValue } from './own-value.ts'

export type Labels = Readonly<Record<string, string>>

/** What of a pod concerns its labels. */
interface Labelled {
  readonly metadata: { readonly namespace: string; readonly labels: Labels }
}

const keys = new WeakMap<Labels, string>()

/** A text that is equal for equal label sets. Cheap for shared sets: it is made once a set. */
export function labelSetKey(labels: Labels): string {
  const known = keys.get(labels)
  if (known !== undefined) return known
  const key = JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  keys.set(labels, key)
  return key
}

/** The value under which the pods' index `labels` files a pod: its namespace and its label set. */
export function podLabelsKey(pod: Labelled): string {
  return `${pod.metadata.namespace}/${labelSetKey(pod.metadata.labels)}`
}

/**
 * Whether labels satisfy a Service's selector: every pair equal, nothing else looked at. An empty selector selects
 * nothing: for a Service it means "no selector" (apimachinery labels.Set.AsSelectorPreValidated with
 * endpointslice_controller.go, which skips such Services).
 */
export function isSelected(selector: Labels, labels: Labels): boolean {
  const pairs = Object.entries(selector)
  return pairs.length > 0 && pairs.every(([key, value]) => ownValue(labels, key) === value)
}

interface CountedLabels {
  readonly key: string
  readonly labels: Labels
  pods: number
}

/** The distinct label sets of each namespace's pods, kept up to date by the pods' Deltas. */
export class PodLabelSets implements PodLabels {
  readonly #namespaces = new Map<string, Map<string, CountedLabels>>()

  inNamespace(namespace: string): Iterable<{ readonly key: string; readonly labels: Labels }> {
    return this.#namespaces.get(namespace)?.values() ?? []
  }

  namespaces(): Iterable<string> {
    return this.#namespaces.keys()
  }

  apply(delta: Delta<Labelled>): void {
    if (delta.type === 'updated' && podLabelsKey(delta.previous) === podLabelsKey(delta.object)) return
    if (delta.type !== 'added') this.#remove(delta.type === 'deleted' ? delta.object : delta.previous)
    if (delta.type !== 'deleted') this.#add(delta.object)
  }

  #add(pod: Labelled): void {
    const { namespace, labels } = pod.metadata
    const sets = this.#namespaces.get(namespace) ?? new Map<string, CountedLabels>()
    this.#namespaces.set(namespace, sets)
    const key = podLabelsKey(pod)
    const counted = sets.get(key)
    if (counted === undefined) sets.set(key, { key, labels, pods: 1 })
    else counted.pods += 1
  }

  #remove(pod: Labelled): void {
    const { namespace } = pod.metadata
    const sets = this.#namespaces.get(namespace)
    const counted = sets?.get(podLabelsKey(pod))
    if (sets === undefined || counted === undefined) return
    counted.pods -= 1
    if (counted.pods > 0) return
    sets.delete(counted.key)
    if (sets.size === 0) this.#namespaces.delete(namespace)
  }
}
