const KEY = 'slicescope-files'

/** Whether files are kept: only then a page looks for them when it starts. */
export function hasKeptMark(): boolean {
  try {
    return localStorage.getItem(KEY) !== null
  } catch {
    return false
  }
}

/** @throws where the browser stores nothing for pages */
export function setKeptMark(isKept: boolean): void {
  if (isKept) localStorage.setItem(KEY, 'true')
  else localStorage.removeItem(KEY)
}
