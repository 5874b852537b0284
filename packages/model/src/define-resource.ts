import type { Delta } from './delta.ts'
import type { AnyObject, Kept } from './fields.ts'
import type { Interner } from './interner.ts'
import { type Packing, packingOf, unpacked } from './packing.ts'
import { glimpse, project, restorerOf } from './project.ts'
import type { Indexes } from './store.ts'
import { type ApiObject, unproject } from './unproject.ts'

/**
 * What a resource is read for. Without `everything` there is no answer; `details` add to it; `causes` are read last, to
 * explain why, and a cluster that does not serve one of them has none.
 */
export type Purpose = 'everything' | 'details' | 'causes'

/**
 * The Services that a change of a resource touches: those that its index `service` names, all of its namespace, or those
 * that view (reads/own-services.ts) works out.
 */
export type Touches = 'named' | 'namespace' | 'worked out'

/**
 * All that is said of a resource anywhere. Types, projection, packing, Store, Lister, Deltas, the rights that we ask for
 * and their documentation follow from it.
 */
interface Definition<N extends string, F extends AnyObject, I extends string, T extends Touches> {
  /** The API's plural. */
  readonly resource: N
  readonly kind: string
  /** How several of them are called in a sentence, where that is not the kind with an s. */
  readonly plural?: string
  /** API group, '' for core. */
  readonly group: string
  readonly version: string
  readonly namespaced: boolean
  readonly readFor: Purpose
  /** The allow-list. */
  readonly fields: F
  readonly indexes: Indexes<Kept<F>, I>
  readonly touches: T
  /** For what a cluster has most of: costs an object at every read, and saves memory. */
  readonly isPacked?: boolean
  /** Leaves out what another field makes needless. */
  readonly trim?: (object: Kept<F>) => Kept<F>
  /** Objects of which it is false are dropped on arrival, as if the cluster had none of them. See onlyIf. */
  readonly isWanted?: Wanted
  /** Members that are not stored and that follow from what is stored. */
  readonly implied?: (object: Kept<F>) => Readonly<Record<string, unknown>>
  /** Asked of the API server for the same purpose. */
  readonly fieldSelector?: string
  /** Only so many are stored, the last ones in the order of `age`. */
  readonly newest?: { readonly limit: number; readonly age: (object: Kept<F>) => string }
}

/** A decision by what `source` reads of an object that has just arrived. */
interface Wanted {
  readonly source: AnyObject
  /** A method, so that it can take what its own source gives. */
  test(seen: unknown): boolean
}

/** Stores an object only if `test` holds of what `source` reads of it. */
export function onlyIf<F extends AnyObject>(source: F, test: (seen: Kept<F>) => boolean): Wanted {
  return { source, test }
}

/** What the definition gives for its place among the resources. */
export function defineResource<const N extends string, F extends AnyObject, I extends string, const T extends Touches>(
  definition: Definition<N, F, I, T>,
) {
  const { resource, kind, fields, isPacked = false, trim, isWanted, readFor } = definition
  return {
    ...definition,
    plural: definition.plural ?? `${kind}s`,
    required: readFor === 'everything',
    isEvidence: readFor === 'causes',
    keep: (raw: unknown, interner: Interner): Kept<F> => {
      const object = project(fields, raw, interner)
      return trim === undefined ? object : trim(object)
    },
    restore: restorerOf(fields),
    toApiObject: (object: Kept<F>): ApiObject => ({
      apiVersion: apiVersionOf(definition),
      kind,
      ...definition.implied?.(object),
      ...unproject(fields, object),
    }),
    isWanted: isWanted === undefined ? undefined : (raw: unknown) => isWantedBy(isWanted, raw),
    createPacking: (): Packing<Kept<F>, object> => (isPacked ? packingOf(fields) : unpacked<Kept<F>>()),
    label: (delta: Delta<Kept<F>>) => ({ resource, ...delta }),
  }
}

function apiVersionOf({ group, version }: { readonly group: string; readonly version: string }): string {
  return group === '' ? version : `${group}/${version}`
}

/** Not where it is not what the API promises. */
function isWantedBy(wanted: Wanted, raw: unknown): boolean {
  const seen = glimpse(wanted.source, raw)
  return seen !== undefined && wanted.test(seen)
}
