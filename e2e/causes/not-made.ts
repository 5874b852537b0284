/** Causes that no test plants on a real Kubernetes, and why. */
export const NOT_MADE: Readonly<Record<string, string>> = {
  'SC-E4': 'the application listens on 127.0.0.1 only; the API does not show this, so it is no finding',
  'SC-F8': 'a client in another namespace uses the short name; the API does not show this, so it is no finding',
}
