interface Known {
  readonly slug: string
  /** Null until the cluster answered. */
  readonly uid: string | null
}

/** Where a link belongs that names a cluster and its identity, among the clusters that are known here. */
export type Whereabouts =
  | { readonly kind: 'here' }
  /** The same cluster has another name here. */
  | { readonly kind: 'elsewhere'; readonly slug: string }
  /** The cluster of that name is another one. */
  | { readonly kind: 'another' }
  /** Not decided while clusters have not answered. */
  | { readonly kind: 'unknown' }

/** Contexts are named differently on other machines: the identity says which cluster a link was made on. */
export function whereaboutsOf(
  link: { readonly slug: string; readonly identity: string },
  clusters: readonly Known[],
): Whereabouts {
  const named = clusters.find(({ slug }) => slug === link.slug)
  if (named?.uid === link.identity) return { kind: 'here' }
  const same = clusters.find(({ uid }) => uid === link.identity)
  if (same !== undefined) return { kind: 'elsewhere', slug: same.slug }
  return named !== undefined && named.uid !== null ? { kind: 'another' } : { kind: 'unknown' }
}
