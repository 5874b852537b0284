/** Of the messages that a kubelet gives (pkg/probe); others stay as they are. */
const KNOWN: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
  [/statuscode: (\d+)/, found => `HTTP ${found[1]}`],
  [/connection refused/, () => 'connection refused'],
  [/no route to host/, () => 'no route to host'],
  [/(?:deadline exceeded|timed? ?out|Client\.Timeout)/i, () => 'timed out'],
  [/NOT_SERVING/, () => 'gRPC NOT_SERVING'],
]

/** Why a readiness probe failed, by an event's message, in a few words ("HTTP 503"); undefined where these are not known. */
export function probeReason(message: string): string | undefined {
  for (const [pattern, words] of KNOWN) {
    const found = pattern.exec(message)
    if (found !== null) return words(found)
  }
  return undefined
}

/** The first line of what the probe itself said. */
export function probeText(message: string): string {
  const [line = ''] = message.replace(/^Readiness probe (?:failed|errored)[^:]*: */, '').split('\n')
  return line.trim().slice(0, 80)
}
