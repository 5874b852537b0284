import { globSync } from 'node:fs'
import pLimit from 'p-limit'
import { checkSubjects } from './commit-subjects.ts'
import { findLayerViolations } from './layers.ts'
import { findOverweight } from './page-weight.ts'
import { findOddTexts } from './plain-words.ts'
import { runCommand } from './run-command.ts'
import type { Tally } from './tally.ts'

interface Check {
  readonly name: string
  /** Returns what is wrong; '' if nothing is. */
  readonly run: () => Promise<string>
}

const CHECKS: readonly Check[] = [
  { name: 'format', run: () => outputOf('biome', ['format', '--config-path=.biome.json', '.']) },
  { name: 'lint', run: () => outputOf('oxlint', ['--type-aware', '--deny-warnings', '-c', '.oxlintrc.json', '.']) },
  { name: 'types', run: checkTypes },
  { name: 'page weight', run: async () => linesOf(findOverweight()) },
  { name: 'layers', run: async () => linesOf(findLayerViolations()) },
  { name: 'words', run: async () => linesOf(findOddTexts()) },
  { name: 'commit subjects', run: checkCommits },
  { name: 'dead code', run: () => outputOf('knip', ['--config', '.knip.json', '--no-progress']) },
]

/** Runs all checks, two at a time, and prints one line for each, with what is wrong below it. */
export async function runChecks(): Promise<Tally> {
  const limit = pLimit(2)
  const outcomes = await Promise.all(CHECKS.map(check => limit(() => runCheck(check))))
  const failures = CHECKS.filter((_check, at) => outcomes[at] !== true).map(({ name }) => `check: ${name}`)
  process.stdout.write(await lengthWarnings())
  return { passed: CHECKS.length - failures.length, failed: failures.length, failures }
}

/** Answers whether nothing is wrong. */
async function runCheck({ name, run }: Check): Promise<boolean> {
  const begun = performance.now()
  const wrong = await run()
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  process.stdout.write(`${wrong === '' ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n${wrong}`)
  return wrong === ''
}

/** A configuration's own patterns hold below its folder only. */
const TESTS = '**/*.test.{ts,tsx}'

/** Returns what is longer than the aim (300 lines a file, 50 a function, 3 parameters); lint fails at twice that. */
async function lengthWarnings(): Promise<string> {
  const { output } = await runCommand(
    'oxlint',
    ['-c', 'e2e/house/aims.oxlintrc.json', '--format=unix', `--ignore-pattern=${TESTS}`, '.'],
    {
      quiet: true,
    },
  )
  const lines = output.split('\n').filter(line => line.includes('[Warning'))
  return lines.length === 0 ? '' : `longer than we aim for:\n${lines.map(line => `  ${line}\n`).join('')}`
}

async function checkCommits(): Promise<string> {
  const { note, wrong } = await checkSubjects()
  if (note !== '') process.stdout.write(`       ${note}\n`)
  return linesOf(wrong)
}

function linesOf(wrong: readonly string[]): string {
  return wrong.map(line => `${line}\n`).join('')
}

async function checkTypes(): Promise<string> {
  const projects = globSync('{packages/*,apps/*,e2e,e2e/control-plane}/tsconfig.json').toSorted()
  const wrong: string[] = []
  for (const project of projects) wrong.push(await outputOf('tsc', ['-p', project]))
  return wrong.join('')
}

async function outputOf(tool: string, args: readonly string[]): Promise<string> {
  const { code, output } = await runCommand(tool, args, { quiet: true })
  return code === 0 ? '' : `${output.trimEnd() || `${tool} ended with code ${code}`}\n`
}

if (import.meta.main) {
  const { failed } = await runChecks()
  process.exitCode = failed === 0 ? 0 : 1
}
