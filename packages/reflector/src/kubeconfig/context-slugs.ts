import { createHash } from 'node:crypto'

/** Slugs with a meaning of their own; no context may take them. */
const RESERVED: ReadonlySet<string> = new Set(['demo', 'in-cluster'])

/** Keeps a path readable; the hash keeps it unique. */
const MAX_LENGTH = 80

/**
 * A name for each context that is safe in a path and unique among them. It follows from the names alone, not from
 * their order: contexts that would be alike all carry a short hash of their name.
 */
export function contextSlugs(
  names: readonly string[],
  reserved: ReadonlySet<string> = RESERVED,
): ReadonlyMap<string, string> {
  const plain = new Map(names.map(name => [name, plainSlug(name)]))
  const counts = Map.groupBy(plain.values(), slug => slug)
  return new Map(
    [...plain].map(([name, slug]) => {
      const isTaken = reserved.has(slug) || slug === '' || (counts.get(slug)?.length ?? 0) > 1
      return [name, isTaken ? `${slug}${slug === '' ? '' : '-'}${shortHash(name)}` : slug]
    }),
  )
}

function plainSlug(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
    .slice(0, MAX_LENGTH)
}

function shortHash(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 8)
}
