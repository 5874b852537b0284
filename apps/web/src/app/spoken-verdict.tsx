import { useEffect, useState } from 'react'

/** While counts run, only where they come to rest is worth saying. */
const REST_MS = 1500

/** The verdict for those who listen. */
export function SpokenVerdict({ sentence }: { readonly sentence: string }) {
  const [spoken, setSpoken] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSpoken(sentence), REST_MS)
    return () => clearTimeout(timer)
  }, [sentence])
  return (
    <p className="visually-hidden" role="status" aria-live="polite">
      {spoken}
    </p>
  )
}
