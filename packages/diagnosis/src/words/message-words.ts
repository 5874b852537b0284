/** More is no sentence. */
const MOST = 160

/** What controllers and kubelets put before the reason, which names the object once more. */
const FRONTS: readonly RegExp[] = [
  /^\(combined from similar events\): /,
  /^Error creating: /,
  /^create Pod \S+ in StatefulSet \S+ failed error: /i,
  /^pods? "[^"]*" is forbidden: /,
  /^Internal error occurred: /,
  /^Failed to create pod sandbox: /,
  /^rpc error: code = \w+ desc = /,
]

/** The reason that a message gives, short enough for a sentence. */
export function messageWords(message: string): string {
  const bare = FRONTS.reduce((words, front) => words.replace(front, ''), message)
  const plain = bare
    // Which container, which volume: the events tell. The last bracket may be cut off.
    .replaceAll(/ \((?:pod or )?(?:container|pod|volume)s? [^()]*(?:\)|$)/g, '')
    // What the scheduler tried next.
    .replace(/\s+(?:no new claims to deallocate, )?preemption: .*$/s, '')
    .replaceAll(/ "[0-9a-f]{32,}"/g, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/[.,;:\s]+$/, '')
  if (plain.length <= MOST) return plain
  return `${plain.slice(0, plain.lastIndexOf(' ', MOST)).replace(/[.,;:\s]+$/, '')} ...`
}
