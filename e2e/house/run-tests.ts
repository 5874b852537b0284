import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { isRecord } from '@slicescope/model'
import { findPrivateFolder } from '@slicescope/server/private-folder'
import { failuresOfPlaywright, failuresOfVitest } from './failures.ts'
import { runCommand } from './run-command.ts'
import type { Tally } from './tally.ts'

export type VitestProject = 'unit' | 'component' | 'http' | 'control-plane' | 'firefox'

export interface VitestOptions {
  /** Parts of file names; none: all files. */
  readonly filters?: readonly string[]
  /** The path of a Chromium, for what runs in one. */
  readonly chromium?: string
  /** It runs beside other steps: what it prints is shown at its end. */
  readonly isBeside?: boolean
}

/** Runs one of vitest's projects, showing what it prints. */
export async function runVitest(
  project: VitestProject,
  { filters = [], chromium = '', isBeside = false }: VitestOptions = {},
): Promise<Tally> {
  return withReport(async report => {
    const file = project === 'component' ? 'apps/web/vitest.config.ts' : 'e2e/house/vitest.config.ts'
    const config = ['--config', file, '--project', project]
    const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`]
    const args = ['run', ...config, ...reporters, '--passWithNoTests', ...filters]
    const { code, output } = await runCommand('vitest', args, { env: { CHROME_PATH: chromium }, quiet: isBeside })
    process.stdout.write(output)
    const { numPassedTests, numFailedTests, testResults } = readReport(report)
    return tallyOf(code, {
      passed: count(numPassedTests),
      failed: count(numFailedTests),
      failures: failuresOfVitest(testResults).map(line => `${project}: ${line}`),
    })
  })
}

/** Runs the browser tests with the Chromium at `chromium`. */
export async function runPlaywright(chromium: string, filters: readonly string[] = []): Promise<Tally> {
  return withReport(async report => {
    const env = { CHROME_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: report, ...transformCacheEnv(report) }
    const { code } = await runCommand(
      'playwright',
      ['test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json', ...filters],
      { env },
    )
    const { stats, suites } = readReport(report)
    const numbers = isRecord(stats) ? stats : {}
    return tallyOf(code, {
      passed: count(numbers['expected']),
      failed: count(numbers['unexpected']) + count(numbers['flaky']),
      failures: failuresOfPlaywright(suites).map(line => `browser: ${line}`),
    })
  })
}

/**
 * Playwright keeps what it compiled in the shared temporary folder, by a name that others can foresee. Here it keeps it
 * in a folder of this user, or of this run alone.
 */
function transformCacheEnv(report: string): Readonly<Record<string, string>> {
  return { PWTEST_CACHE_DIR: findPrivateFolder('playwright', process.env) ?? join(dirname(report), 'playwright') }
}

/** A run that failed without a failing test (a file that does not load, say) counts as one failure. */
function tallyOf(code: number, { passed, failed, failures }: Tally): Tally {
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, failures }
}

async function withReport(run: (path: string) => Promise<Tally>): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'slicescope-report-'))
  try {
    return await run(join(folder, 'report.json'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readReport(path: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return {}
  }
}

function count(value: unknown): number {
  return typeof value === 'number' ? value : 0
}
