import { isSelected, type Labels } from '@slicescope/model'

/**
 * Answers which Services select a label set, without going through all Services: each is filed under one pair of its
 * selector, the one that fewest others of its namespace are filed under, so that a pair all of them share
 * (`managed-by: helm`) fills no drawer.
 */
export class SelectorIndex {
  readonly #drawers = new Map<string, Map<string, Labels>>()
  readonly #drawerOf = new Map<string, string>()

  /** An empty selector selects nothing. */
  set(service: string, namespace: string, selector: Labels): void {
    this.delete(service)
    const pairs = Object.entries(selector)
    if (pairs.length === 0) return
    const names = pairs.map(([key, value]) => drawerName(namespace, key, value))
    const name = names.reduce((best, other) => (this.#size(other) < this.#size(best) ? other : best))
    const drawer = this.#drawers.get(name) ?? new Map<string, Labels>()
    this.#drawers.set(name, drawer)
    drawer.set(service, Object.fromEntries(pairs))
    this.#drawerOf.set(service, name)
  }

  delete(service: string): void {
    const name = this.#drawerOf.get(service)
    if (name === undefined) return
    this.#drawerOf.delete(service)
    const drawer = this.#drawers.get(name)
    drawer?.delete(service)
    if (drawer?.size === 0) this.#drawers.delete(name)
  }

  /** The Services of the namespace whose selector the labels satisfy. */
  selecting(namespace: string, labels: Labels): readonly string[] {
    return Object.entries(labels).flatMap(([key, value]) => {
      const drawer = this.#drawers.get(drawerName(namespace, key, value))
      if (drawer === undefined) return []
      return [...drawer].filter(([, selector]) => isSelected(selector, labels)).map(([service]) => service)
    })
  }

  #size(name: string): number {
    return this.#drawers.get(name)?.size ?? 0
  }
}

/** Neither names nor label keys and values hold a space. */
function drawerName(namespace: string, key: string, value: string): string {
  return `${namespace} ${key} ${value}`
}
