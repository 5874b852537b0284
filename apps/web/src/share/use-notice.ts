import { useEffect, useState } from 'react'

const SHOWN_MS = 4000

/** A line that says what was done and goes by itself. */
export function useNotice(): { readonly notice: string | null; readonly tell: (words: string) => void } {
  const [notice, setNotice] = useState<{ readonly words: string } | null>(null)
  useEffect(() => {
    const timer = notice === null ? undefined : setTimeout(() => setNotice(null), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [notice])
  return { notice: notice?.words ?? null, tell: words => setNotice({ words }) }
}
