import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { rbacYaml, rightsTable } from '../house/read-rights-docs.ts'
import { ROOT } from '../house/root.ts'

const PAGES = globSync('{*.md,docs/**/*.md,packages/*/*.md,e2e/control-plane/*.md}', { cwd: ROOT }).toSorted()

/** Returns the relative links of a page that lead to no file. */
function brokenLinks(page: string): readonly string[] {
  const text = readFileSync(join(ROOT, page), 'utf8')
  const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]+)[^)]*\)/g)].map(match => match[1] ?? '')
  return links.filter(link => !existsSync(join(ROOT, dirname(page), link)))
}

/** Returns the paths from the top folder that a page names and that do not exist. */
function lostPaths(page: string): readonly string[] {
  const text = readFileSync(join(ROOT, page), 'utf8')
  const paths = [...text.matchAll(/`((?:packages|apps|e2e|docs)\/[\w./-]+)`/g)].map(match => match[1] ?? '')
  return paths.filter(path => !existsSync(join(ROOT, path)))
}

test.each(PAGES)('%s names files that exist', page => {
  expect([...brokenLinks(page), ...lostPaths(page)]).toEqual([])
})

test('README.md and docs/rbac.yaml ask for what is read, by the definitions of the resources', async () => {
  const path = join(ROOT, 'README.md')
  const readme = readFileSync(path, 'utf8').replace(/\| resource [^]*?(?=\n\n)/, rightsTable())
  await expect(readme).toMatchFileSnapshot(path)
  await expect(rbacYaml()).toMatchFileSnapshot(join(ROOT, 'docs/rbac.yaml'))
})
