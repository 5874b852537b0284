import { type RefObject, useLayoutEffect, useState, useSyncExternalStore } from 'react'

/** The width of an element in whole px; 0 before it is known. */
export function useWidth(ref: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = ref.current
    if (element === null) return undefined
    const measure = () => setWidth(Math.floor(element.clientWidth))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [ref])
  return width
}

const SHORT = globalThis.matchMedia('(max-height: 800px)')

/** Whether the window leaves little room under the picture. */
export function useIsShort(): boolean {
  return useSyncExternalStore(
    onChange => {
      SHORT.addEventListener('change', onChange)
      return () => SHORT.removeEventListener('change', onChange)
    },
    () => SHORT.matches,
  )
}
