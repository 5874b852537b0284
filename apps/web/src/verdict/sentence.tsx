import { type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { Coded, Timed } from '../controls/coded.tsx'

interface SentenceProps {
  readonly head: string
  readonly rest?: string
  /** "As of 03:11:42 UTC (stale):", "Deleted at 03:14:02 UTC, before that:"; '' where it is so now. */
  readonly asOf?: string
}

/** What is wrong, and more quietly what that leaves; two lines, so that nothing under it moves, and the rest on demand. */
export function Sentence({ head, rest = '', asOf = '' }: SentenceProps) {
  const line = useRef<HTMLHeadingElement>(null)
  const [isWhole, setWhole] = useState(false)
  const isCut = useIsCut(line)
  return (
    <div className="sentence-box" data-whole={isWhole}>
      <h1 className="sentence" data-testid="verdict" ref={line} title={isCut ? `${head} ${rest}` : undefined}>
        {asOf !== '' && (
          <span className="sentence-as-of">
            <Timed text={asOf} />{' '}
          </span>
        )}
        <Coded text={head} />
        {rest !== '' && (
          <span className="rest" key={`${head} ${rest}`}>
            {' '}
            <Coded text={rest} />
          </span>
        )}
      </h1>
      {(isCut || isWhole) && (
        <button type="button" className="link" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'less' : 'more'}
        </button>
      )}
    </div>
  )
}

/** Whether a clamped element does not show all of its text. */
function useIsCut(element: RefObject<HTMLElement | null>): boolean {
  const [isCut, setCut] = useState(false)
  useLayoutEffect(() => {
    const { current } = element
    if (current === null) return undefined
    const measure = () => setCut(current.scrollHeight > current.clientHeight + 1)
    measure()
    const sizes = new ResizeObserver(measure)
    sizes.observe(current)
    // A clamped line stays as high as it was when its words change.
    let frame = 0
    // Not at once: more of the page is about to change, and each measuring lays it out.
    const words = new MutationObserver(() => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(measure)
    })
    words.observe(current, { subtree: true, childList: true, characterData: true })
    return () => {
      sizes.disconnect()
      words.disconnect()
      cancelAnimationFrame(frame)
    }
  }, [element])
  return isCut
}
