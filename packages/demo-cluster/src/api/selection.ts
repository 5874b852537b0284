import { type FieldSelector, parseFieldSelector } from './field-selector.ts'
import { parseLabelSelector } from './label-selector.ts'
import type { ListOptions } from './list-options.ts'
import type { ApiObject } from './raw-objects.ts'
import type { ResourceRoute } from './route.ts'

/** Which objects of a resource a list or watch is about. */
export interface Selection {
  /** Whether a selector narrows it: then the number of remaining items is not told. */
  readonly hasSelector: boolean
  readonly matches: (object: ApiObject) => boolean
}

/** Throws 400 for a selector that cannot be read. */
export function selectionOf(route: ResourceRoute, options: ListOptions): Selection {
  const labels = parseLabelSelector(options.labelSelector)
  const fields: FieldSelector = parseFieldSelector(route.resource, options.fieldSelector)
  const { namespace } = route
  return {
    hasSelector: options.labelSelector !== '' || !fields.isEmpty,
    matches: object =>
      (namespace === undefined || object.metadata.namespace === namespace) &&
      labels(object.metadata.labels ?? {}) &&
      fields.matches(object),
  }
}
