import { type RefObject, useEffect } from 'react'

interface Keys {
  readonly filter: RefObject<HTMLInputElement | null>
  /** Opens the palette. */
  readonly onSearch: () => void
  /** Opens the share menu. */
  readonly onShare: () => void
  /** Shows the cluster at a glance. */
  readonly onOverview: () => void
}

/** `/` goes to the filter, Ctrl or Cmd with K, and `:`, to the palette; Escape leaves it; `s` shares, `g` and then `o` leads to the overview. */
export function useKeys({ filter, onSearch, onShare, onOverview }: Keys): void {
  useEffect(() => {
    let isGoing = false
    const handleKey = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLInputElement
      const isPlain = !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey && !isInMenu(event.target)
      const wasGoing = isGoing
      isGoing = isPlain && event.key === 'g'
      if (event.key === 'o' && isPlain && wasGoing) onOverview()
      else if (event.key === '/' && isPlain) focus(event, filter.current)
      else if (event.key === 's' && isPlain) {
        event.preventDefault()
        onShare()
      } else if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault()
        onSearch()
      } else if (event.key === ':' && isPlain) {
        event.preventDefault()
        onSearch()
      } else if (event.key === 'Escape' && isTyping) event.target.blur()
    }
    document.addEventListener('keydown', handleKey)
    return () => document.removeEventListener('keydown', handleKey)
  }, [filter, onSearch, onShare, onOverview])
}

/** A menu takes letters for itself. */
function isInMenu(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="menu"], [role="dialog"]') !== null
}

function focus(event: KeyboardEvent, field: HTMLInputElement | null): void {
  event.preventDefault()
  field?.focus()
  field?.select()
}
