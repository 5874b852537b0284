/** Live views wait no longer than this for the past. */
const SLICE_MS = 8

/** Yields to everything else whenever a slice of time is used up. */
export class Slices {
  #began = performance.now()

  async rest(): Promise<void> {
    if (performance.now() - this.#began < SLICE_MS) return
    await nextTurn()
    this.#began = performance.now()
  }
}

/** A message comes after all that waits already, in a server and in a browser, where timers may be late. */
function nextTurn(): Promise<void> {
  return new Promise(resolve => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener(
      'message',
      () => {
        port1.close()
        resolve()
      },
      { once: true },
    )
    port1.start()
    port2.postMessage(null)
  })
}
