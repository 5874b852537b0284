/** The value of before where the new one is equal to it. */
export function shareEqual<T>(before: T | undefined, after: T): T {
  return before !== undefined && isEqual(before, after) ? before : after
}

/** Of values that JSON could hold. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((element, index) => isEqual(element, b[index]))
  }
  return !Array.isArray(b) && hasEqualMembers(a, b)
}

function hasEqualMembers(a: object, b: object): boolean {
  const names = Object.keys(a)
  if (names.length !== Object.keys(b).length) return false
  return names.every(name => Object.hasOwn(b, name) && isEqual(Reflect.get(a, name), Reflect.get(b, name)))
}

/** `compute`, answering with the last object where the new one is equal to it. */
export function shareLast<A, R>(compute: (argument: A) => R): (argument: A) => R {
  let last: R | undefined
  return argument => {
    last = shareEqual(last, compute(argument))
    return last
  }
}
