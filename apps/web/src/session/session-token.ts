import { isToken } from './is-token.ts'

const KEY = 'slicescope-token'
const META = 'meta[name="slicescope-token"]'

/** Where the browser keeps nothing, the token lives as long as this page. */
let held: string | null = null

/**
 * Takes the session token out of the page that the launch link opened, and leads to `/`. The browser keeps it for this
 * origin, port included: no other port of this machine receives it, and later tabs and links of this browser find it.
 */
export function adoptToken(): void {
  const meta = document.querySelector<HTMLMetaElement>(META)
  const token = meta?.content
  meta?.remove()
  if (isToken(token)) {
    held = token
    try {
      localStorage.setItem(KEY, token)
    } catch {
      // A browser that keeps nothing for pages: the token is held here.
    }
  }
  if (location.pathname.startsWith('/launch/')) history.replaceState(null, '', '/')
}

/** The newest token of this browser; null where none is known. */
export function currentToken(): string | null {
  try {
    return localStorage.getItem(KEY) ?? held
  } catch {
    return held
  }
}

/** Calls back when another tab of this browser signs in. */
export function onSignedIn(callback: () => void): void {
  globalThis.addEventListener('storage', ({ key }) => key === KEY && callback())
}
