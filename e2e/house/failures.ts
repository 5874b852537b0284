import { stripVTControlCharacters } from 'node:util'
import { isRecord } from '@slicescope/model'

/** Of vitest's JSON report, a line for each test that failed: its file, its name, and the first line of what was wrong. */
export function failuresOfVitest(testResults: unknown): readonly string[] {
  return recordsOf(testResults).flatMap(({ name, assertionResults, message }) => {
    const file = String(name).split('/').slice(-1).join('')
    const failed = recordsOf(assertionResults).filter(({ status }) => status === 'failed')
    // A file that does not load has no tests.
    if (recordsOf(assertionResults).length === 0 && message !== '') return [`${file}: ${firstLine(message)}`]
    return failed.map(({ fullName, failureMessages }) => {
      const [reason] = Array.isArray(failureMessages) ? failureMessages : []
      return `${file} > ${String(fullName)}: ${firstLine(reason)}`
    })
  })
}

/** The same of Playwright's. */
export function failuresOfPlaywright(suites: unknown): readonly string[] {
  return recordsOf(suites).flatMap(suite => [
    ...recordsOf(suite['specs'])
      .filter(({ ok }) => ok === false)
      .map(({ file, title, tests }) => `${String(file)} > ${String(title)}: ${firstLine(errorOf(tests))}`),
    ...failuresOfPlaywright(suite['suites']),
  ])
}

function errorOf(tests: unknown): unknown {
  const results = recordsOf(tests).flatMap(test => recordsOf(test['results']))
  return results.flatMap(({ error }) => (isRecord(error) ? error['message'] : []))[0]
}

function recordsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}

/** Without colors. */
function firstLine(text: unknown): string {
  const [line = ''] = typeof text === 'string' ? stripVTControlCharacters(text).split('\n') : []
  return line.slice(0, MOST_SHOWN)
}

const MOST_SHOWN = 300
