/** Of the messages that kubelets and container runtimes give when they cannot pull an image. */
const PULLS: readonly (readonly [RegExp, string])[] = [
  [/not found|manifest unknown/i, 'no such image or tag'],
  [/unauthorized|forbidden|denied|authentication required|no basic auth/i, 'the registry denies access'],
  [/toomanyrequests|too many requests/i, 'the registry limits the rate of pulls'],
  [/no such host|dial tcp|i\/o timeout|connection refused|x509|\btls\b/i, 'the registry cannot be reached'],
]

/** What kubelets miss before they make a container. Other messages may quote a command, which must not be shown. */
const MISSING =
  /^Error: ((?:secret|configmap) "[^"]+" not found|couldn't find key \S+ in (?:Secret|ConfigMap) \S+|container has runAsNonRoot and image will run as root)/

/** The message of an event `Failed` about a container in a few words; undefined where it says nothing new. */
export function whyNotMade(message: string): string | undefined {
  if (message.startsWith('Failed to pull image')) return PULLS.find(([pattern]) => pattern.test(message))?.[1]
  return MISSING.exec(message)?.[1]
}
