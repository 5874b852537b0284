import { useShownNow } from '../state/stores.ts'
import { ageOf, ago } from '../words/ages.ts'
import { momentTitle } from '../words/local-times.ts'

/** "14 min ago", and the moment on hover. */
export function Ago({ time }: { readonly time: string }) {
  const now = useShownNow(10_000)
  return (
    <time dateTime={time} title={momentTitle(time)}>
      {ago(time, now)}
    </time>
  )
}

/** "for 14 min", and since when on hover. */
export function For({ time }: { readonly time: string }) {
  const now = useShownNow(10_000)
  return (
    <time dateTime={time} title={`since ${momentTitle(time)}`} className="faint">
      for {ageOf(time, now)}
    </time>
  )
}
