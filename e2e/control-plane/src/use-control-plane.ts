import { afterAll, beforeAll, beforeEach, onTestFailed } from 'vitest'
import { type ControlPlane, type ControlPlaneOptions, startControlPlane } from './control-plane.ts'

/** From nothing, Go needs about twenty minutes for the programs. */
const START_MS = 40 * 60_000

/**
 * Starts one control plane for all tests of the file and stops it after them. When a test fails, the last lines of
 * every part's log are printed and the folder is kept and named. Call the answer inside tests to get it.
 */
export function useControlPlane(options: ControlPlaneOptions = {}): () => ControlPlane {
  let plane: ControlPlane | undefined
  let hasFailed = false
  const get = () => {
    if (plane === undefined) {
      throw new Error('the control plane is there only inside tests')
    }
    return plane
  }
  beforeAll(async () => {
    plane = await startControlPlane({ log: say, ...options })
  }, START_MS)
  beforeEach(() => {
    onTestFailed(() => {
      hasFailed = true
      say(`${get().logs()}\nThe control plane's folder is kept: ${get().folder}`)
    })
  })
  afterAll(() => plane?.stop({ keepFolder: hasFailed }))
  return get
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}
