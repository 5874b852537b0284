import type { AddressBar } from '../url/place-store.ts'

/** The address bar of a page that is a file: its place stands in the fragment, since a path would name another file. */
export function fileAddress({ location, history }: Window): AddressBar {
  const inFragment = () => new URL(location.hash.slice(1) || '/', 'file:///')
  return {
    location: {
      get pathname() {
        return inFragment().pathname
      },
      get search() {
        return inFragment().search
      },
    },
    history: {
      pushState: (state, title, address) => history.pushState(state, title, `#${address ?? ''}`),
      replaceState: (state, title, address) => history.replaceState(state, title, `#${address ?? ''}`),
    },
    addEventListener: (_type, listener) => {
      globalThis.addEventListener('popstate', listener)
      globalThis.addEventListener('hashchange', listener)
    },
  }
}
