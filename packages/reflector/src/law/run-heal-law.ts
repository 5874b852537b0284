import { parseArgs } from 'node:util'
import { runHealSchedule } from './heal-law.ts'

/*
 * node run-heal-law.ts [--seed N] [--count N] [--stop]
 * Plays the schedules of `count` seeds from `seed` on and says which did not heal; with --stop it ends at the first one.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '300' },
    stop: { type: 'boolean', default: false },
  },
})
const first = Number(values.seed)
const count = Number(values.count)
let failed = 0
for (let seed = first; seed < first + count; seed += 1) {
  const wrong = await runHealSchedule(seed)
  if (wrong.length === 0) continue
  failed += 1
  process.stdout.write(`seed ${seed}: ${wrong.length} wrong, first ${wrong[0]}; last ${wrong.at(-1)}\n`)
  if (values.stop) break
}
process.stdout.write(`${failed} of ${count} schedules did not heal\n`)
process.exitCode = failed === 0 ? 0 : 1
