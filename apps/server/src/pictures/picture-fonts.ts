import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Outliner } from '@slicescope/picture'
import { createOutliner } from '@slicescope/picture/outlines'

let outliner: Promise<Outliner> | null = null

/** Outlines of the fonts that the page is set in; read once. No font of the machine is ever looked for. */
export function pictureOutliner(): Promise<Outliner> {
  outliner ??= readFonts()
  return outliner
}

async function readFonts(): Promise<Outliner> {
  const [sans, sansExtended, strong, strongExtended, mono, monoStrong] = await Promise.all([
    readFont(import.meta.resolve('@fontsource/inter/files/inter-latin-400-normal.woff')),
    readFont(import.meta.resolve('@fontsource/inter/files/inter-latin-ext-400-normal.woff')),
    readFont(import.meta.resolve('@fontsource/inter/files/inter-latin-600-normal.woff')),
    readFont(import.meta.resolve('@fontsource/inter/files/inter-latin-ext-600-normal.woff')),
    readFont(import.meta.resolve('@fontsource/jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff')),
    readFont(import.meta.resolve('@fontsource/jetbrains-mono/files/jetbrains-mono-latin-700-normal.woff')),
  ])
  return createOutliner({
    sans: [sans, sansExtended],
    sansStrong: [strong, strongExtended],
    mono: [mono],
    monoStrong: [monoStrong],
  })
}

async function readFont(url: string): Promise<ArrayBuffer> {
  const bytes = await readFile(fileURLToPath(url))
  return new Uint8Array(bytes).buffer
}
