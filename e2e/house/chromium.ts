import { ensureBrowser } from './installed-browser.ts'

/**
 * The path of a Chromium: `CHROME_PATH`, else one on the PATH, else Debian's package, which root may install.
 * @throws Error whose message is one sentence that says what to do.
 */
export function ensureChromium(): Promise<string> {
  return ensureBrowser({
    name: 'Chromium',
    variable: 'CHROME_PATH',
    commands: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
    debian: 'chromium',
  })
}
