import { useSyncExternalStore } from 'react'

const NARROW = globalThis.matchMedia('(max-width: 920px)')

/** Whether the page is a phone's: zones are bars, details are a sheet, the list is a switcher. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(
    onChange => {
      NARROW.addEventListener('change', onChange)
      return () => NARROW.removeEventListener('change', onChange)
    },
    () => NARROW.matches,
  )
}
