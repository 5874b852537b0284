import type { Clock } from '@slicescope/reflector'

/** For tests over HTTP: a clock on which `factor` seconds pass in each real one, so that minutes of waiting take seconds. */
export function hurriedClock(factor: number): Clock {
  const begun = performance.now()
  const elapsed = () => (performance.now() - begun) * factor
  const epoch = Date.now()
  return {
    now: () => Math.round(epoch + elapsed()),
    elapsed,
    onStep: () => () => {},
    sleep: (ms, signal) =>
      new Promise(resolve => {
        if (signal.aborted) return resolve()
        const wake = () => {
          clearTimeout(timer)
          signal.removeEventListener('abort', wake)
          resolve()
        }
        const timer = setTimeout(wake, ms / factor)
        signal.addEventListener('abort', wake)
      }),
  }
}
