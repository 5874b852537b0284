import { isEqualJson } from '@slicescope/protocol'

/** The value of before where the new one is equal to it. */
export function shareEqual<T>(before: T | undefined, after: T): T {
  return before !== undefined && isEqualJson(before, after) ? before : after
}

/** `compute`, answering with the last object where the new one is equal to it. */
export function shareLast<A, R>(compute: (argument: A) => R): (argument: A) => R {
  let last: R | undefined
  return argument => {
    last = shareEqual(last, compute(argument))
    return last
  }
}
