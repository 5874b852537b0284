/** Of the messages that a kubelet gives (pkg/probe); others stay as they are. */
const KNOWN: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
  [/statuscode: (\d+)/, found => `HTTP ${found[1]}`],
  [/connection refused/, () => 'connection refused'],
  [/no route to host/, () => 'no route to host'],
  [/(?:deadline exceeded|timed? ?out|Client\.Timeout)/i, () => 'timeout'],
  [/NOT_SERVING/, () => 'gRPC NOT_SERVING'],
]

/** An event's message in a few words: "readiness probe HTTP 503". */
export function probeWords(message: string): string {
  for (const [pattern, words] of KNOWN) {
    const found = pattern.exec(message)
    if (found !== null) return `readiness probe ${words(found)}`
  }
  const [line = ''] = message.replace(/^Readiness probe (?:failed|errored)[^:]*: */, '').split('\n')
  return line.trim() === '' ? 'readiness probe fails' : `readiness probe fails (${line.trim().slice(0, 80)})`
}
