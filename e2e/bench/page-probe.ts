import type { Page } from '@playwright/test'

/** Lives in a measured page. All times are ms since the epoch by the page's clock. */
export interface PageProbe {
  /** When the frame was through that first painted anything on a `canvas.cells`; null until then. */
  pictureAt: number | null
  /** The same of the first `[data-service]`. */
  rowsAt: number | null
  /** Remembers the picture as it is now; `changedAt` is when the frame was through in which it differs. */
  watchPicture(): void
  changedAt: Promise<number>
  /** `inputTime` is how long the next input event takes to the end of its frame, in ms. */
  watchInput(): void
  inputTime: Promise<number>
  /** Times between frames, in ms, from `startFrames` on. */
  startFrames(): void
  stopFrames(): readonly number[]
  /** When the next frame is through. */
  afterFrame(): Promise<number>
}

declare global {
  var probe: PageProbe
}

/** Has every document of the page carry a probe, before its own scripts run. */
export async function addProbe(page: Page): Promise<void> {
  await page.addInitScript({ content: `${PARTS.join('\n')}\ninstallProbe()` })
}

/** What to add to the page's times to have them by `performance` of this process; exact to half a ms or so. */
export async function clockOffset(page: Page): Promise<number> {
  let best = { roundTrip: Number.POSITIVE_INFINITY, offset: 0 }
  for (let round = 0; round < 20; round += 1) {
    const before = now()
    const there = await page.evaluate(() => performance.timeOrigin + performance.now())
    const after = now()
    if (after - before < best.roundTrip) best = { roundTrip: after - before, offset: (before + after) / 2 - there }
  }
  return best.offset
}

/** Ms since the epoch, finer than Date.now. */
export function now(): number {
  return performance.timeOrigin + performance.now()
}

// What follows is sent to the page as text: it knows nothing but itself.
const PARTS = [afterFrame, until, picturePixels, installProbe] as const

/** When the next frame has been laid out and painted. */
function afterFrame(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>()
  requestAnimationFrame(() => {
    // A message posted in a frame's callback arrives when that frame is through.
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => resolve(performance.timeOrigin + performance.now()), { once: true })
    port1.start()
    // A port has no origin to name.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    port2.postMessage(null)
  })
  return promise
}

/** When the first frame is through after which it holds. */
async function until(holds: () => boolean): Promise<number> {
  for (;;) {
    const at = await afterFrame()
    if (holds()) return at
  }
}

/** One number for all pixels, 0 for none. */
function picturePixels(): number {
  let sum = 0
  for (const canvas of document.querySelectorAll<HTMLCanvasElement>('canvas.cells')) {
    const { width, height } = canvas
    const data = width * height > 0 ? canvas.getContext('2d')?.getImageData(0, 0, width, height).data : undefined
    if (data === undefined) continue
    for (const word of new Uint32Array(data.buffer)) sum = (Math.imul(sum, 31) + word) | 0
  }
  return sum
}

function installProbe(): void {
  let frames: number[] | null = null
  globalThis.probe = {
    pictureAt: null,
    rowsAt: null,
    changedAt: Promise.resolve(0),
    watchPicture() {
      const before = picturePixels()
      this.changedAt = until(() => picturePixels() !== before)
    },
    inputTime: Promise.resolve(0),
    watchInput() {
      const { promise, resolve } = Promise.withResolvers<number>()
      this.inputTime = promise
      const time = async () => {
        const started = performance.timeOrigin + performance.now()
        resolve((await afterFrame()) - started)
      }
      addEventListener('input', () => void time(), { once: true, capture: true })
    },
    startFrames() {
      const kept: number[] = []
      frames = kept
      let last: number | null = null
      const tick = (time: number) => {
        if (frames !== kept) return
        if (last !== null) kept.push(time - last)
        last = time
        requestAnimationFrame(tick)
      }
      requestAnimationFrame(tick)
    },
    stopFrames() {
      const kept = frames ?? []
      frames = null
      return kept
    },
    afterFrame,
  }
  const { probe } = globalThis
  void until(() => picturePixels() !== 0).then(at => (probe.pictureAt = at))
  void until(() => document.querySelector('[data-service]') !== null).then(at => (probe.rowsAt = at))
}
