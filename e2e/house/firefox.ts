import { ensureBrowser } from './installed-browser.ts'

/**
 * The path of a Firefox: `FIREFOX_PATH`, else one on the PATH, else Debian's package, which root may install.
 * @throws Error whose message is one sentence that says what to do.
 */
export function ensureFirefox(): Promise<string> {
  return ensureBrowser({
    name: 'Firefox',
    variable: 'FIREFOX_PATH',
    commands: ['firefox-esr', 'firefox'],
    debian: 'firefox-esr',
  })
}

if (import.meta.main) process.stdout.write(`${await ensureFirefox()}\n`)
