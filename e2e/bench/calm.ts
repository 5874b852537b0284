import { parseArgs } from 'node:util'
import { getScenario } from '@slicescope/demo-cluster'
import { CalmMeasure } from './calm-measure.ts'
import { playDemo } from './played-demo.ts'

/*
 * node e2e/bench/calm.ts [--minutes 60] [--seed N] [SCENARIO ...]
 * Plays each demo on the virtual clock, and prints how calm its headlines are: how often the lead of each Service changes,
 * the minutes in which one is loud that no loss of weight and no planted incident explains, and the seconds from a loss to
 * a loud row.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: 'string', default: '60' }, seed: { type: 'string' } },
})
const minutes = Number(values.minutes)
if (!(minutes > 0)) {
  process.stderr.write('--minutes takes a number above 0.\n')
  process.exit(2)
}
const seed = values.seed === undefined ? undefined : Number(values.seed)

for (const scenario of positionals.length === 0 ? ['shop', 'zone-outage', 'odd'] : positionals) {
  const measure = new CalmMeasure(getScenario(scenario).incident)
  playDemo({ scenario, seed, minutes }, told => measure.note(told))
  process.stdout.write(`${scenario}, ${minutes} min\n${measure.lines(minutes).join('\n')}\n`)
}
