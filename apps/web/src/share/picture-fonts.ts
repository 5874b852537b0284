import type { Outliner } from '@slicescope/picture'
import { createOutliner } from '@slicescope/picture/outlines'
import sans from '@fontsource/inter/files/inter-latin-400-normal.woff?url'
import strong from '@fontsource/inter/files/inter-latin-600-normal.woff?url'
import sansExtended from '@fontsource/inter/files/inter-latin-ext-400-normal.woff?url'
import strongExtended from '@fontsource/inter/files/inter-latin-ext-600-normal.woff?url'
import mono from '@fontsource/jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff?url'
import monoStrong from '@fontsource/jetbrains-mono/files/jetbrains-mono-latin-700-normal.woff?url'

let outliner: Promise<Outliner> | null = null

/** Outlines of the page's fonts for its pictures; fetched once, and again after a failure. */
export function pictureOutliner(): Promise<Outliner> {
  outliner ??= readFonts().catch((error: unknown) => {
    outliner = null
    throw error
  })
  return outliner
}

async function readFonts(): Promise<Outliner> {
  const [first, second, third, fourth, fifth, sixth] = await Promise.all([
    readFont(sans),
    readFont(sansExtended),
    readFont(strong),
    readFont(strongExtended),
    readFont(mono),
    readFont(monoStrong),
  ])
  return createOutliner({ sans: [first, second], sansStrong: [third, fourth], mono: [fifth], monoStrong: [sixth] })
}

/** In a file the fonts are data, and nothing may be fetched. */
async function readFont(url: string): Promise<ArrayBuffer> {
  const [, data] = /^data:[^,]*;base64,(.*)$/.exec(url) ?? []
  if (data !== undefined) return Uint8Array.from(atob(data), character => character.codePointAt(0) ?? 0).buffer
  const response = await fetch(url)
  if (!response.ok) throw new Error(`The font ${url} cannot be read: the server answered ${response.status}.`)
  return response.arrayBuffer()
}
