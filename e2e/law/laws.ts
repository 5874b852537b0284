import { parseArgs } from 'node:util'
import { LAWS, type Law } from './law-table.ts'
import { hasGo } from './has-go.ts'

/*
 * npm run laws [-- --minutes N --seed N --law L1]
 * Tries the laws on fresh seeds, one after another, until the time is over; what fails is printed with how to replay it.
 */
const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '5' }, seed: { type: 'string' }, law: { type: 'string' } },
})
const minutes = Number(values.minutes)
const firstSeed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000_000))
if (!(minutes > 0) || !Number.isInteger(firstSeed)) {
  process.stderr.write('--minutes takes a number above 0 and --seed a whole number.\n')
  process.exit(2)
}
if (values.law !== undefined && !LAWS.some(({ name }) => name === values.law)) {
  process.stderr.write(`--law takes one of ${LAWS.map(({ name }) => name).join(', ')}.\n`)
  process.exit(2)
}

// The control planes that were started end with this process.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))
const go = await hasGo()
const wanted = LAWS.filter(({ name }) => values.law === undefined || name === values.law)
for (const { name } of wanted.filter(law => law.needsGo && !go))
  process.stdout.write(`${name} is left out: it needs Go 1.26 for the real control plane.\n`)
const laws = wanted.filter(({ needsGo }) => go || !needsGo)
const sums = new Map(laws.map(law => [law, { seeds: 0, cases: 0, wrong: 0 }]))
const end = performance.now() + minutes * 60_000
process.stdout.write(`seeds from ${firstSeed} on, for ${minutes} min\n`)
for (let seed = firstSeed; performance.now() < end; seed += 1)
  for (const law of laws) if (performance.now() < end) await tryLaw(law, seed)
for (const [{ name, says }, { seeds, cases, wrong }] of sums)
  process.stdout.write(
    `${name} ${wrong === 0 ? 'holds' : 'FAILED'}: ${seeds} seeds, ${cases} cases, ${wrong} wrong (${says})\n`,
  )
process.exit([...sums.values()].some(({ wrong }) => wrong > 0) ? 1 : 0)

async function tryLaw(law: Law, seed: number): Promise<void> {
  const sum = sums.get(law)
  if (sum === undefined) return
  const { cases, wrong } = await law.run(seed).catch((error: unknown) => ({ cases: 0, wrong: [String(error)] }))
  sum.seeds += 1
  sum.cases += cases
  sum.wrong += wrong.length
  if (wrong.length === 0) return
  process.stdout.write(
    `${law.name} seed ${seed}: ${wrong.length} wrong; again: npm run laws -- --law ${law.name} --seed ${seed}\n`,
  )
  for (const line of wrong.slice(0, 3)) process.stdout.write(`  ${line}\n`)
}
