import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FINDING_CODES } from '@slicescope/diagnosis'
import { expect, test } from 'vitest'
import { catalogPage } from '../causes/catalog-page.ts'
import { NOT_MADE } from '../causes/not-made.ts'
import { namesOf, testedPage } from '../causes/tested-page.ts'
import { ROOT } from '../house/root.ts'

const FOLDER = join(ROOT, 'docs/findings')
const PAGES = readdirSync(FOLDER).filter(name => name.startsWith('SC-'))
const ORDER = new Intl.Collator('en', { numeric: true })
const CODES = PAGES.map(page => page.replace('.md', '')).toSorted(ORDER.compare)

test('every code has its page, and every page its code', () => {
  const codes = FINDING_CODES.map(({ code }) => code)
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

test('every code is made on a real Kubernetes, or it is said why not', async () => {
  expect(CODES.filter(code => namesOf(code).length === 0)).toEqual(CODES.filter(code => code in NOT_MADE))
  expect(Object.keys(NOT_MADE).filter(code => namesOf(code).length > 0)).toEqual([])
  await expect(testedPage(CODES)).toMatchFileSnapshot(join(FOLDER, 'tested.md'))
})

test('the catalog is what the rules say', async () => {
  await expect(catalogPage()).toMatchFileSnapshot(join(FOLDER, 'catalog.md'))
})
