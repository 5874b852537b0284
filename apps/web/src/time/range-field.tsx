import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { OwnRange } from '../url/place.ts'
import { readersTimeZone } from '../words/local-times.ts'
import { rangeText, readRange } from './range-text.ts'

interface RangeFieldProps {
  readonly range: OwnRange
  readonly now: number
  readonly onRange: (range: OwnRange) => void
  /** `isDone`: by Enter or Escape, so that the keys go back to the strip. */
  readonly onClose: (isDone: boolean) => void
}

const EXAMPLES = '03:00..03:30, 03:00.. or 90m'

/** Where a range of one's own is typed, by the reader's clock. */
export function RangeField({ range, now, onRange, onClose }: RangeFieldProps) {
  const reader = { now, timeZone: readersTimeZone() }
  const [text, setText] = useState(() => rangeText(range, reader))
  const [isWrong, setWrong] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.select(), [])
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault()
    const read = readRange(text, reader)
    setWrong(read === null)
    if (read === null) return
    onRange(read)
    onClose(true)
  }
  return (
    <form className="strip-range" onSubmit={handleSubmit}>
      <span className="strip-range-help" role={isWrong ? 'alert' : undefined} data-wrong={isWrong} id="range-help">
        {isWrong ? `Not a range in the past. Type ${EXAMPLES}` : `${EXAMPLES}, then Enter`}
      </span>
      <input
        ref={input}
        aria-label="Range"
        aria-describedby="range-help"
        aria-invalid={isWrong}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={event => {
          setText(event.target.value)
          setWrong(false)
        }}
        onKeyDown={event => {
          if (event.key !== 'Escape') return
          event.preventDefault()
          onClose(true)
        }}
        onBlur={() => onClose(false)}
      />
    </form>
  )
}
