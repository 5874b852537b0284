import type { Resource, ResourceObjects } from './resources.ts'

/** One change with the object's state; `deleted` carries the last known one. */
export type Delta<T> =
  | { readonly type: 'added'; readonly object: T }
  | { readonly type: 'updated'; readonly object: T; readonly previous: T }
  | { readonly type: 'deleted'; readonly object: T }

/** A Delta with the resource it is of. */
export type ResourceDelta = { [R in Resource]: { readonly resource: R } & Delta<ResourceObjects[R]> }[Resource]

/** The states of the object that a Delta tells of: of an update the one before and the one after. */
export function statesOf<T>(delta: Delta<T>): readonly T[] {
  return delta.type === 'updated' ? [delta.previous, delta.object] : [delta.object]
}
