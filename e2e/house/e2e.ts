import { ensureControlPlaneBuilt } from '@slicescope/control-plane'
import { buildWebIfStale } from './build-web.ts'
import { ensureChromium } from './chromium.ts'
import { endChildrenOnSignal } from './run-command.ts'
import { takeScreenshots } from '../screenshots/screenshots.ts'
import { runPlaywright, runVitest } from './run-tests.ts'
import { addTallies, type Tally } from './tally.ts'

/**
 * `npm run e2e`: the HTTP, control plane and browser tests; with --demo only those that need no Go. Other words filter
 * file names. With --firefox: only what is tried in Firefox. With --screenshots: pictures of the page's states in place of
 * tests; other words name states.
 */
endChildrenOnSignal()
const words = process.argv.slice(2)
const demo = words.includes('--demo')
const filters = words.filter(word => !word.startsWith('--'))
try {
  const chromium = await ensureChromium()
  await buildWebIfStale()
  if (words.includes('--screenshots')) {
    process.stdout.write(`${await takeScreenshots(chromium, filters)}\n`)
    process.exit()
  }
  if (words.includes('--firefox')) {
    const { failed } = await runVitest('firefox', { filters })
    process.exit(failed === 0 ? 0 : 1)
  }
  const tallies: Tally[] = [await runVitest('component', { filters, chromium }), await runVitest('http', { filters })]
  if (!demo) {
    await ensureControlPlaneBuilt({ log: line => process.stdout.write(`  ${line}\n`) })
    tallies.push(await runVitest('control-plane', { filters }))
  }
  tallies.push(await runPlaywright(chromium, [...filters, ...(demo ? ['--project=demo'] : [])]))
  const { passed, failed, failures } = addTallies(tallies)
  process.exitCode = failed === 0 ? 0 : 1
  for (const line of failures) process.stdout.write(`FAILED ${line}\n`)
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
} catch (error) {
  process.exitCode = 1
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
}
