import { useEffect, useState } from 'react'

const SHOWN_MS = 4000

interface Notice {
  readonly words: string
  /** It goes by itself. */
  readonly isBrief: boolean
}

interface Telling {
  readonly notice: string | null
  readonly tell: (words: string) => void
  /** The same of what is under way: it stays until the next notice. */
  readonly tellUnderWay: (words: string) => void
}

/** A line that says what was done and goes by itself. */
export function useNotice(): Telling {
  const [notice, setNotice] = useState<Notice | null>(null)
  useEffect(() => {
    const timer = notice?.isBrief !== true ? undefined : setTimeout(() => setNotice(null), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [notice])
  return {
    notice: notice?.words ?? null,
    tell: words => setNotice({ words, isBrief: true }),
    tellUnderWay: words => setNotice({ words, isBrief: false }),
  }
}
