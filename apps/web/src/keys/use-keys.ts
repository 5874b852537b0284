import { type RefObject, useEffect, useRef } from 'react'

interface Keys {
  readonly filter: RefObject<HTMLInputElement | null>
  /** Opens the palette. */
  readonly onSearch: () => void
  /** Does what a plain key, or `g o`, stands for; false where it stands for nothing. */
  readonly onKey: (key: string) => boolean
}

/** Keys of the whole page: `/` leads to the filter, Ctrl or Cmd with K and `:` to the palette, Escape leaves a field. */
export function useKeys({ filter, onSearch, onKey }: Keys): void {
  // Beside the effect, which starts again with every change of the cluster: also between `g` and `o`.
  const isGoing = useRef(false)
  useEffect(() => {
    const doPlain = (key: string, wasGoing: boolean): boolean => {
      if (key === '/') {
        filter.current?.focus()
        filter.current?.select()
        return true
      }
      if (key === ':') {
        onSearch()
        return true
      }
      return onKey(wasGoing ? `g ${key}` : key)
    }
    const handleKey = (event: KeyboardEvent) => {
      // What a list, the picture or the table takes is theirs.
      if (event.defaultPrevented) return
      const target = targetOf(event)
      const isTyping = target instanceof HTMLInputElement
      const isPlain = !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey && !isInMenu(target)
      const wasGoing = isGoing.current
      isGoing.current = isPlain && event.key === 'g'
      const isSearch = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)
      if (isSearch) onSearch()
      else if (event.key === 'Escape' && isTyping) target.blur()
      if (isSearch || (isPlain && doPlain(event.key, wasGoing))) event.preventDefault()
    }
    document.addEventListener('keydown', handleKey)
    return () => document.removeEventListener('keydown', handleKey)
  }, [filter, onSearch, onKey])
}

/**
 * Where a key was pressed. A dialog that was closed this instant still holds the focus until the page is drawn
 * again: a key that follows Escape at once is one of the page.
 */
function targetOf({ target }: KeyboardEvent): EventTarget | null {
  const isInClosed = target instanceof Element && target.closest('dialog:not([open])') !== null
  return isInClosed ? document.body : target
}

/** A menu takes letters for itself. */
function isInMenu(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="menu"], dialog') !== null
}
