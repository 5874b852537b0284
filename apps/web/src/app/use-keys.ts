import { type RefObject, useEffect } from 'react'

interface Fields {
  readonly filter: RefObject<HTMLInputElement | null>
  readonly search: RefObject<HTMLInputElement | null>
}

/** `/` goes to the filter, Ctrl or Cmd with K to the search; Escape leaves either. */
export function useKeys({ filter, search }: Fields): void {
  useEffect(() => {
    const handleKey = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLInputElement
      if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey) focus(event, filter.current)
      else if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) focus(event, search.current)
      else if (event.key === 'Escape' && isTyping) event.target.blur()
    }
    document.addEventListener('keydown', handleKey)
    return () => document.removeEventListener('keydown', handleKey)
  }, [filter, search])
}

function focus(event: KeyboardEvent, field: HTMLInputElement | null): void {
  event.preventDefault()
  field?.focus()
  field?.select()
}
