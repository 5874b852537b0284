import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { oddSubject } from '../house/commit-subjects.ts'
import { failuresOfPlaywright, failuresOfVitest } from '../house/failures.ts'
import { findOverweight, weighScripts } from '../house/page-weight.ts'
import { findOddWords, textsOf } from '../house/plain-words.ts'

describe('plain words', () => {
  test.each([
    ['Nobody answers', '"Nobody": name the actor'],
    ['The proxy is told to use it', '"is told": name the actor'],
    ['Pods may not be read', '"may not be read": write "cannot be read (RBAC)"'],
    ['Mend the webhook', '"Mend": write "fix"'],
    ['The pod is made anew', '"anew": write "again"'],
    ["It can't be read", '"can\'t": write contractions in full'],
  ])('%s', (text, odd) => {
    expect(findOddWords(text)).toEqual([odd])
  })

  test.each(['Readiness probe failing (HTTP 503)', 'Recommend a fix', 'amended', 'Likely: selector typo.'])(
    '%s is fine',
    text => {
      expect(findOddWords(text)).toEqual([])
    },
  )

  test('strings, templates and JSX are texts; comments and names are not', () => {
    const source = [
      '// nobody',
      "const anew = 'one text'",
      'const two = `two ${anew} three`',
      "const four = <p title='five texts'>four</p>",
    ].join('\n')
    const texts = textsOf('a.tsx', source).map(({ text }) => text)
    expect(texts.filter(text => text !== '').toSorted()).toEqual([' three', 'five texts', 'four', 'one text', 'two '])
  })
})

describe('commit subjects', () => {
  test.each(['feat(diagnosis): explain a closed gate', 'fix: read a cut line', 'feat(view)!: drop a field'])(
    '%s',
    subject => {
      expect(oddSubject(subject)).toBe('')
    },
  )

  test.each([
    ['wip', /^write it as/],
    ['Fix(view): read', /^write it as/],
    [`fix(view): ${'long '.repeat(15)}`, /^86 characters, at most 72/],
  ])('%s is odd', (subject, odd) => {
    expect(oddSubject(subject)).toMatch(odd)
  })
})

function aBuild(scripts: Readonly<Record<string, string>>): string {
  const dist = mkdtempSync(join(tmpdir(), 'slicescope-weight-'))
  onTestFinished(() => rmSync(dist, { recursive: true }))
  mkdirSync(join(dist, 'assets'))
  writeFileSync(join(dist, 'index.html'), '<script type="module" src="/assets/index-1.js"></script>')
  for (const [name, source] of Object.entries(scripts)) writeFileSync(join(dist, 'assets', name), source)
  return dist
}

const noise = (bytes: number) => `/* ${randomBytes(bytes).toString('base64')} */`

describe('page weight', () => {
  test('counts what runs before the picture once, and nothing that is asked for later', () => {
    const index = 'import{a}from"./shared-1.js";const later=()=>import("./panel-1.js");'
    const scripts = { 'index-1.js': index, 'graph-pane-1.js': 'import"./shared-1.js";', 'shared-1.js': noise(40_000) }
    const light = weighScripts(aBuild(scripts))
    expect(light).toBeGreaterThan(40_000)
    expect(weighScripts(aBuild({ ...scripts, 'panel-1.js': noise(90_000) }))).toBe(light)
    expect(weighScripts(aBuild({ ...scripts, 'stream-worker-1.js': noise(10_000) }))).toBeGreaterThan(light + 9000)
  })

  test('more than the budget is one sentence that says what to do', () => {
    expect(findOverweight(aBuild({ 'index-1.js': noise(240_000) }))).toEqual([])
    expect(findOverweight(aBuild({ 'index-1.js': noise(260_000) }))[0]).toMatch(
      /of at most 250000: load .* with later\(\)/,
    )
    expect(findOverweight('/nowhere')).toEqual([])
  })
})

describe('what failed is named at the end', () => {
  test('of vitest: file, test and the first line of the reason, without colors; a file that does not load by itself', () => {
    const passed = { status: 'passed', fullName: 'is well', failureMessages: [] }
    const failed = {
      status: 'failed',
      fullName: 'a list > is short',
      failureMessages: ['\u001b[31mError: 3 rows\u001b[39m\n  at x'],
    }
    expect(
      failuresOfVitest([
        { name: '/project/a.test.ts', assertionResults: [passed, failed], message: '' },
        { name: '/project/b.test.ts', assertionResults: [], message: 'SyntaxError: x\n' },
        { name: '/project/c.test.ts', assertionResults: [passed], message: '' },
      ]),
    ).toEqual(['a.test.ts > a list > is short: Error: 3 rows', 'b.test.ts: SyntaxError: x'])
  })

  test('of Playwright, however deep it stands', () => {
    const tests = [{ results: [{ error: { message: 'Error: not visible\nCall log:' } }] }]
    const specs = [
      { ok: true, title: 'opens', file: 'page.spec.ts', tests: [] },
      { ok: false, title: 'closes', file: 'page.spec.ts', tests },
    ]
    expect(failuresOfPlaywright([{ suites: [{ specs }] }])).toEqual(['page.spec.ts > closes: Error: not visible'])
  })

  test('a report that was not written names nothing', () => {
    expect([...failuresOfVitest(undefined), ...failuresOfPlaywright(undefined)]).toEqual([])
  })
})
