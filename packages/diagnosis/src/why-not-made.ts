/** Of the messages that kubelets and container runtimes give when they cannot pull an image. */
const PULLS: readonly (readonly [RegExp, string])[] = [
  [/not found|manifest unknown/i, 'no such image or tag'],
  [/unauthorized|denied|authentication required|no basic auth/i, 'the registry refuses access'],
  [/toomanyrequests|too many requests/i, 'the registry asks to slow down'],
  [/no such host|dial tcp|i\/o timeout|connection refused|x509|tls/i, 'the registry cannot be reached'],
]

/** More of a message is no sentence. */
const MOST = 120

/** The message of an event `Failed` about a container in a few words; undefined where it says nothing new. */
export function whyNotMade(message: string): string | undefined {
  if (message.startsWith('Failed to pull image')) return PULLS.find(([pattern]) => pattern.test(message))?.[1]
  // "Error: ImagePullBackOff" repeats the reason; "Error: secret "db" not found" is what is missing.
  const [, detail = ''] = /^Error: (.* .*)$/s.exec(message) ?? []
  const [line = ''] = detail.split('\n')
  return line === '' ? undefined : line.slice(0, MOST)
}
