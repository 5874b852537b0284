/** fetch to this page's own server with the session's token: a cookie alone opens no data. */
export function createOwnFetch(token: () => string | null): typeof globalThis.fetch {
  return (input, init) => {
    const bearer = token()
    const headers = new Headers(init?.headers)
    if (bearer !== null) headers.set('authorization', `Bearer ${bearer}`)
    return globalThis.fetch(input, { ...init, headers })
  }
}
