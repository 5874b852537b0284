import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import { ROOT } from './root.ts'

interface Rule {
  readonly words: RegExp
  readonly advice: string
}

/** Words that CONTRIBUTING.md excludes from everything that a person reads. */
const RULES: readonly Rule[] = [
  { words: /\b(?:nobody|somebody|whoever|who may not|(?:is|are) told)\b/i, advice: 'name the actor' },
  { words: /\b(?:perhaps|it may be that|to be seen)\b/i, advice: 'use proven, "Likely:" or "Possible cause:"' },
  { words: /\bmay not be (?:read|listed)\b/i, advice: 'write "cannot be read (RBAC)"' },
  { words: /\b(?:mend|mends|mended|mending)\b/i, advice: 'write "fix"' },
  { words: /\banew\b/i, advice: 'write "again"' },
  { words: /\bso already\b/i, advice: 'write "already so"' },
  { words: /\b(?:can't|won't|don't|doesn't|isn't|it's)\b/i, advice: 'write contractions in full' },
  { words: /\bboth all\b/i, advice: 'write "both" or "all"' },
]

/** Returns what is wrong with a text that a person reads: each excluded word, with advice. */
export function findOddWords(text: string): readonly string[] {
  return RULES.flatMap(({ words, advice }) => {
    const found = words.exec(text)?.[0]
    return found === undefined ? [] : [`"${found}": ${advice}`]
  })
}

/** Returns the excluded words in docs, in comments and in the texts of packages and apps, as `file:line: word: advice`. */
export function findOddTexts(): readonly string[] {
  const docs = filesOf('{*.md,docs/**/*.md,packages/*/*.md,e2e/**/*.md}').flatMap(file =>
    read(file)
      .split('\n')
      .map((text, index) => ({ file, text: withoutCode(text), line: index + 1 })),
  )
  const code = filesOf('{packages,apps}/*/src/**/*.{ts,tsx}').filter(isShown).flatMap(textsIn)
  const comments = filesOf('{packages,apps,e2e}/**/*.{ts,tsx}').flatMap(commentsIn)
  return [...docs, ...code, ...comments].flatMap(({ file, line, text }) =>
    findOddWords(text).map(odd => `${file}:${line}: ${odd}`),
  )
}

interface Text {
  readonly file: string
  readonly line: number
  readonly text: string
}

/** Returns the texts that a source file holds: strings, templates and JSX. */
function textsIn(file: string): readonly Text[] {
  const source = read(file)
  return textsOf(file, source).map(({ start, text }) => ({ file, line: lineAt(source, start), text }))
}

function lineAt(source: string, start: number): number {
  return source.slice(0, start).split('\n').length
}

/** Returns the comments of a source file, without the code that they name. */
function commentsIn(file: string): readonly Text[] {
  const source = read(file)
  return parseSync(file, source).comments.map(({ start, value }) => ({
    file,
    line: lineAt(source, start),
    text: withoutCode(value),
  }))
}

/** Returns strings, parts of templates and JSX texts of a source, with where each begins. */
export function textsOf(file: string, source: string): readonly { readonly start: number; readonly text: string }[] {
  const texts: { start: number; text: string }[] = []
  const visitor = new Visitor({
    // A word by itself is a key or a name.
    Literal: ({ value, start }) => {
      if (typeof value === 'string' && value.includes(' ')) texts.push({ start, text: value })
    },
    TemplateElement: ({ value, start }) => texts.push({ start, text: value.raw }),
    JSXText: ({ value, start }) => texts.push({ start, text: value }),
  })
  visitor.visit(parseSync(file, source).program)
  return texts
}

/** Only developers read tests, laws and fixtures; the demo's API server repeats the words of Kubernetes. */
function isShown(file: string): boolean {
  return !/^packages\/demo-cluster\/src\/api\/|\.test\.tsx?$|\/(?:law|laws|testing)\/|fixture|testing\.ts$|random-|-world\.ts$/.test(
    file,
  )
}

function withoutCode(line: string): string {
  return line.replaceAll(/`[^`]*`/g, '').replaceAll(/\([^)]*\.(?:md|ts)\)/g, '')
}

function filesOf(pattern: string): readonly string[] {
  return globSync(pattern, { cwd: ROOT, exclude: path => /node_modules|dist$/.test(path) }).toSorted()
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8')
}
