import { useSyncExternalStore } from 'react'

/** A canvas takes a font only once it is loaded; the page asks for those of the picture at its start. */
let isReady = false
const listeners = new Set<() => void>()

export async function loadPictureFonts(): Promise<void> {
  const fonts = ['400 11px', '650 13px'].map(font => document.fonts.load(`${font} 'Inter Variable'`))
  const mono = ['400 10px', '700 10px'].map(font => document.fonts.load(`${font} 'JetBrains Mono Variable'`))
  await Promise.allSettled([...fonts, ...mono])
  isReady = true
  for (const listener of listeners) listener()
}

export function useFontsReady(): boolean {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => isReady,
  )
}
