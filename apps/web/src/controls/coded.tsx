import { useShownNow } from '../state/stores.ts'
import { localClock } from '../words/local-times.ts'
import { splitCode } from '../words/split-code.ts'
import { lastMomentAt, splitTimes } from '../words/split-times.ts'

/** A sentence whose parts between back quotes are set as code, and whose times are by the reader's clock. */
export function Coded({ text }: { readonly text: string }) {
  return splitCode(text).map((part, index) =>
    // A sentence's parts have no name but their place.
    // oxlint-disable-next-line react/no-array-index-key
    part.isCode ? <code key={index}>{part.text}</code> : <Timed key={index} text={part.text} />,
  )
}

/** A sentence whose times are by the reader's clock, and in UTC on hover. */
export function Timed({ text }: { readonly text: string }) {
  return splitTimes(text).map((part, index) =>
    // oxlint-disable-next-line react/no-array-index-key
    'clock' in part ? <Clock key={index} clock={part.clock} /> : part.text,
  )
}

function Clock({ clock }: { readonly clock: string }) {
  const now = useShownNow(60_000)
  return <span title={`${clock} UTC`}>{localClock(lastMomentAt(clock, now))}</span>
}
