import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FINDING_CODES } from '@slicescope/diagnosis'
import { expect, test } from 'vitest'
import { ROOT } from '../house/root.ts'

const FOLDER = join(ROOT, 'docs/findings')
const PAGES = readdirSync(FOLDER).filter(name => name !== 'README.md')

/** Codes that have a page before they have a rule: they need a lease that is asked for. */
const WITHOUT_RULE = ['SC-D10']

test('every code has its page, and every page its code', () => {
  const codes = [...FINDING_CODES.map(({ code }) => code), ...WITHOUT_RULE]
  expect(PAGES.toSorted()).toEqual(codes.map(code => `${code}.md`).toSorted())
})

test('every page begins with its code and is listed', () => {
  const list = readFileSync(join(FOLDER, 'README.md'), 'utf8')
  for (const page of PAGES) {
    const code = page.replace('.md', '')
    expect(readFileSync(join(FOLDER, page), 'utf8')).toMatch(new RegExp(`^# ${code}: `))
    expect(list).toContain(`[${code}](${page})`)
  }
})
