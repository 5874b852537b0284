/** What a turn of the event loop lets go of (weak references last for one) is collected first. */
export async function heapUsed(): Promise<number> {
  const collect = globalThis.gc
  if (collect === undefined) throw new Error('run node with --expose-gc')
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise(setImmediate)
    collect()
  }
  return process.memoryUsage().heapUsed
}
