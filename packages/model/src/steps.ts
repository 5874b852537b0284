/**
 * Work that may rest after each step, so that its caller can do other things in between. What it reads must not change before
 * it is done, else it is to be thrown away and restarted.
 */
export type Steps<T> = Generator<undefined, T, undefined>

/** Does all of it at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}
