import type { From } from '../url/place.ts'

/** "in eu-1a", "on node-1" */
export function placeWords({ kind, key }: From): string {
  if (kind === 'node') return `on ${key}`
  return key === '' ? 'on nodes without a zone' : `in ${key}`
}
