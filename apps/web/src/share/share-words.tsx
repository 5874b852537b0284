import { Share } from 'lucide-react'

/** What the button of the share menu shows. */
export function ShareWords() {
  return (
    <>
      <Share size={14} aria-hidden /> <span>Share</span>
    </>
  )
}
