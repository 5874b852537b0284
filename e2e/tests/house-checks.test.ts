import { describe, expect, test } from 'vitest'
import { oddSubject } from '../house/commit-subjects.ts'
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
