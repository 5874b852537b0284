import { findOnPath, installFromDebian, isExecutable } from './debian.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/**
 * The path of a Chromium: `CHROME_PATH`, else one on the PATH, else Debian's package, which root may install.
 * @throws Error whose message is one sentence that says what to do.
 */
export async function ensureChromium(): Promise<string> {
  const given = process.env['CHROME_PATH']
  if (given !== undefined && given !== '') {
    if (!isExecutable(given))
      throw new Error(`CHROME_PATH names ${given}, which cannot be run: set it to the path of a Chromium.`)
    return given
  }
  const found = findOnPath(NAMES) ?? (await installFromDebian('chromium').then(() => findOnPath(NAMES)))
  if (found === undefined) {
    throw new Error(
      'No Chromium was found: install it (on Debian: apt-get install chromium) or set CHROME_PATH to one.',
    )
  }
  return found
}
