import { ensureControlPlaneBuilt } from '@slicescope/control-plane'
import { buildWebIfStale } from './build-web.ts'
import { runChecks } from './check.ts'
import { ensureChromium } from './chromium.ts'
import { endChildrenOnSignal } from './run-command.ts'
import { runPlaywright, runVitest } from './run-tests.ts'
import { addTallies, type Print, type Tally } from './tally.ts'

/**
 * `npm test`: everything, each step with its time; the last line is the sum. What waits for servers and clusters runs
 * one after another; what needs none of them takes the processor time that is left, and is printed when it is done.
 */
endChildrenOnSignal()
const tallies: Tally[] = []
const here: Print = text => process.stdout.write(text)
let chromium = ''
await step(here, 'Chromium', async () => {
  chromium = await ensureChromium()
})
await step(here, 'control plane (Go)', async () => {
  await ensureControlPlaneBuilt({ log: line => here(`  ${line}\n`) })
})
await step(here, 'page', buildWebIfStale)
const beside = runBeside()
await step(here, 'http', () => runVitest('http'))
await step(here, 'control plane', () => runVitest('control-plane'))
await step(here, 'browser', () => runPlaywright(chromium))
here(await beside)
const { passed, failed } = addTallies(tallies)
process.exitCode = failed === 0 ? 0 : 1
here(`${passed} passed, ${failed} failed\n`)

/** Answers what there is to print. */
async function runBeside(): Promise<string> {
  let printed = ''
  const print: Print = text => {
    printed += text
  }
  await step(print, 'check', () => runChecks({ print, yields: true }))
  await step(print, 'unit', () => runVitest('unit', { print }))
  await step(print, 'component', () => runVitest('component', { chromium, print }))
  return printed
}

async function step(print: Print, name: string, run: () => Promise<Tally | void>): Promise<void> {
  print(`\n== ${name}\n`)
  const begun = performance.now()
  try {
    const tally = await run()
    if (tally !== undefined) tallies.push(tally)
    const sums = tally === undefined ? '' : `, ${tally.passed} passed, ${tally.failed} failed`
    print(`== ${name}: ${((performance.now() - begun) / 1000).toFixed(1)} s${sums}\n`)
  } catch (error) {
    tallies.push({ passed: 0, failed: 1 })
    print(`${error instanceof Error ? error.message : String(error)}\n== ${name}: could not be done\n`)
  }
}
