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

test('every code has a page, and every page a code', () => {
  const codes = FINDING_CODES.map(({ code }) => code)
  expect(PAGES.toSorted()).toEqual(codes.map(code => `${code}.md`).toSorted())
})

test('every page begins with the code and title of its rule, and is listed by both', () => {
  const list = readFileSync(join(FOLDER, 'README.md'), 'utf8').replaceAll(/ +/g, ' ')
  for (const { code, title } of FINDING_CODES) {
    expect(readFileSync(join(FOLDER, `${code}.md`), 'utf8').split('\n', 1)).toEqual([`# ${code}: ${title}`])
    expect(list).toContain(`| [${code}](${code}.md) | ${title} |`)
  }
})

test('every code is tested on a real Kubernetes, or the page says why not', async () => {
  expect(CODES.filter(code => namesOf(code).length === 0)).toEqual(CODES.filter(code => code in NOT_MADE))
  expect(Object.keys(NOT_MADE).filter(code => namesOf(code).length > 0)).toEqual([])
  await expect(testedPage(CODES)).toMatchFileSnapshot(join(FOLDER, 'tested.md'))
})

test('the catalog is what the rules say', async () => {
  await expect(catalogPage()).toMatchFileSnapshot(join(FOLDER, 'catalog.md'))
})
