import sans from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url'
import mono from '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2?url'

/** The page's fonts, without the scripts that names in Kubernetes cannot have: a file carries them with it. */
export function addLatinFonts(): void {
  document.fonts.add(new FontFace('Inter Variable', `url(${sans})`, { weight: '100 900' }))
  document.fonts.add(new FontFace('JetBrains Mono Variable', `url(${mono})`, { weight: '100 800' }))
}
