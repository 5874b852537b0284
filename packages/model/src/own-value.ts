/**
 * What a record itself holds under a key that the cluster chose, a label's or a zone's: `constructor` and `toString`
 * are keys like others, and every object has them from its prototype.
 */
export function ownValue<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}
