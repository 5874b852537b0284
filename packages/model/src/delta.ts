/**
 * One change with the object's state; `deleted` carries the last known one. `resourceVersion` is that of the state, or of
 * the deletion where a watch told of it; it is no kept field, for nothing is concluded from it, and '' where it is unknown.
 */
export type Delta<T> = { readonly resourceVersion: string } & (
  | { readonly type: 'added'; readonly object: T }
  | { readonly type: 'updated'; readonly object: T; readonly previous: T }
  | { readonly type: 'deleted'; readonly object: T }
)

/** An object as the API told it. */
export interface Told<T> {
  readonly object: T
  /** Left out where it is unknown. */
  readonly resourceVersion?: string
}

/** The states of the object that a Delta tells of: of an update the one before and the one after. */
export function statesOf<T>(delta: Delta<T>): readonly T[] {
  return delta.type === 'updated' ? [delta.previous, delta.object] : [delta.object]
}
