import { ensureControlPlaneBuilt } from '@slicescope/control-plane'
import { buildWebIfStale } from './build-web.ts'
import { runChecks } from './check.ts'
import { ensureChromium } from './chromium.ts'
import { endChildrenOnSignal } from './run-command.ts'
import { runPlaywright, runVitest } from './run-tests.ts'
import { addTallies, type Tally } from './tally.ts'

/** `npm test`: everything, each step with its time; the last line is the sum. */
endChildrenOnSignal()
const tallies: Tally[] = []
let chromium = ''
await step('Chromium', async () => {
  chromium = await ensureChromium()
})
await step('control plane (Go)', async () => {
  await ensureControlPlaneBuilt({ log: line => process.stdout.write(`  ${line}\n`) })
})
await step('page', buildWebIfStale)
// Tests on the control plane wait for it much of their time; what runs beside them waits for little.
const beside = step('control plane, beside the next steps', () => runVitest('control-plane', { isBeside: true }))
await step('check', runChecks)
await step('unit', () => runVitest('unit'))
await step('component', () => runVitest('component', { chromium }))
await step('http', () => runVitest('http'))
await beside
await step('browser', () => runPlaywright(chromium))
const { passed, failed, failures } = addTallies(tallies)
process.exitCode = failed === 0 ? 0 : 1
// Where it failed is far above by now.
for (const line of failures) process.stdout.write(`FAILED ${line}\n`)
process.stdout.write(`${passed} passed, ${failed} failed\n`)

async function step(name: string, run: () => Promise<Tally | void>): Promise<void> {
  process.stdout.write(`\n== ${name}\n`)
  const begun = performance.now()
  try {
    const tally = await run()
    if (tally !== undefined) tallies.push(tally)
    const sums = tally === undefined ? '' : `, ${tally.passed} passed, ${tally.failed} failed`
    process.stdout.write(`== ${name}: ${((performance.now() - begun) / 1000).toFixed(1)} s${sums}\n`)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    tallies.push({ passed: 0, failed: 1, failures: [`${name}: could not be done`] })
    process.stdout.write(`${message}\n== ${name}: could not be done\n`)
  }
}
