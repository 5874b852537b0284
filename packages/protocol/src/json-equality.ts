/** Whether two values have the same JSON, the order of members included: digests are made of that JSON. */
export function isEqualJson(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((element, index) => isEqualJson(element, b[index]))
  }
  return !Array.isArray(b) && hasEqualMembers(a, b)
}

function hasEqualMembers(a: object, b: object): boolean {
  const names = Object.keys(a)
  const others = Object.keys(b)
  return (
    names.length === others.length &&
    names.every((name, index) => name === others[index] && isEqualJson(Reflect.get(a, name), Reflect.get(b, name)))
  )
}
