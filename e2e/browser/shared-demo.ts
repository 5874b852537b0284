import { must } from '@slicescope/model'
import { addressOf, type SlicescopeAddress, startSlicescope } from '../slicescope-process.ts'

/** Inherited by the workers. */
const LINK = 'SLICESCOPE_SHARED_DEMO'

/** One server over the demo cluster for all tests that only look: a cluster that lives takes a part of a core. */
// oxlint-disable-next-line import/no-default-export -- Playwright looks for one.
export default async function setup(): Promise<() => Promise<void>> {
  const demo = await startSlicescope({ args: ['--demo', 'shop'] })
  process.env[LINK] = demo.launchUrl
  return () => demo.stop()
}

/** The server that `setup` started. */
export function sharedDemo(): SlicescopeAddress {
  return addressOf(must(process.env[LINK], 'the link of the shared demo'))
}
