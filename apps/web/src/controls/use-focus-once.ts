import { useCallback, useEffect, useRef } from 'react'

/**
 * A ref for the item of a menu that takes the focus as the menu opens, once each time that `isWanted` becomes true. A menu by
 * itself focuses an item only where it has heard the key that opened it.
 */
export function useFocusOnce(isWanted: boolean): (element: HTMLElement | null) => void {
  const isDone = useRef(false)
  useEffect(() => {
    if (!isWanted) isDone.current = false
  }, [isWanted])
  return useCallback(
    element => {
      if (element === null || !isWanted || isDone.current) return
      isDone.current = true
      // Before the menu looks where the focus is, so that no key is lost between. It has no place yet to scroll to.
      element.focus({ preventScroll: true })
    },
    [isWanted],
  )
}
