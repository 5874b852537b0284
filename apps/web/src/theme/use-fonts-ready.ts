import { useSyncExternalStore } from 'react'
import { Subscribable } from '../store/subscribable.ts'

/** A canvas takes a font only once it is loaded; the page asks for those of the picture at its start. */
class PictureFonts extends Subscribable {
  isReady = false

  async load(): Promise<void> {
    const fonts = ['400 11px', '650 13px'].map(font => document.fonts.load(`${font} 'Inter Variable'`))
    const mono = ['400 10px', '700 10px'].map(font => document.fonts.load(`${font} 'JetBrains Mono Variable'`))
    await Promise.allSettled([...fonts, ...mono])
    this.isReady = true
    this.notify()
  }
}

const pictureFonts = new PictureFonts()

export async function loadPictureFonts(): Promise<void> {
  await pictureFonts.load()
}

export function useFontsReady(): boolean {
  return useSyncExternalStore(pictureFonts.subscribe, () => pictureFonts.isReady)
}
