import { describe, expect, test } from 'vitest'
import { GLYPHS } from './glyphs.ts'
import { healthIcon, HEALTHS } from './health-icons.ts'
import { type Theme, TOKENS, type TokenName } from './tokens.ts'

const THEMES = ['dark', 'light'] as const satisfies readonly Theme[]
const names = (Object.keys(TOKENS.dark) as TokenName[]).toSorted()
const surfaces = names.filter(name => name.startsWith('surface-'))
const texts: readonly TokenName[] = [...names.filter(name => name.startsWith('text-')), 'accent']
const fills: readonly TokenName[] = [...names.filter(name => name.startsWith('state-')), 'loss', 'past-frame']
const upon: readonly (readonly [TokenName, TokenName])[] = [
  ['on-accent', 'accent'],
  ['on-past', 'past-frame'],
  ['on-not-ready', 'state-not-ready'],
]

/** WCAG 2: 1 (the same) to 21. */
function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map(at => linear(Number.parseInt(colour.slice(at, at + 2), 16) / 255))
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}

function linear(share: number): number {
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

function tooWeak(theme: Theme, pairs: readonly (readonly [TokenName, TokenName])[], least: number): readonly string[] {
  const colours = TOKENS[theme]
  return pairs
    .map(([front, back]) => ({ front, back, ratio: contrast(colours[front], colours[back]) }))
    .filter(({ ratio }) => ratio < least)
    .map(({ front, back, ratio }) => `${front} on ${back}: ${ratio.toFixed(2)}`)
}

const pairs = (fronts: readonly TokenName[], backs: readonly TokenName[]) =>
  fronts.flatMap(front => backs.map(back => [front, back] as const))

describe.each(THEMES)('colours of the %s theme', theme => {
  test('are six hexadecimal digits each', () => {
    expect(Object.values(TOKENS[theme]).filter(colour => !/^#[0-9a-f]{6}$/.test(colour))).toEqual([])
  })

  test('text has 4.5:1 on every surface', () => {
    expect(tooWeak(theme, pairs(texts, surfaces), 4.5)).toEqual([])
  })

  test('text upon a colour has 4.5:1', () => {
    expect(tooWeak(theme, upon, 4.5)).toEqual([])
  })

  test('state fills and loud lines have 3:1 on every surface', () => {
    expect(tooWeak(theme, pairs(fills, surfaces), 3)).toEqual([])
  })

  test('icons of health have 3:1 on every surface', () => {
    const icons = HEALTHS.flatMap(health => healthIcon(health).map(part => part.token)).filter(
      token => token !== 'surface-page',
    )
    expect(tooWeak(theme, pairs(icons, surfaces), 3)).toEqual([])
  })
})

test('the fills of the states: what is not ready alarms in both themes', () => {
  expect(
    Object.values(GLYPHS)
      .flatMap(({ fill }, index, all) => (all.findIndex(each => each.fill === fill) < index ? [] : [fill]))
      .map(fill => [TOKENS.dark[fill], TOKENS.light[fill]]),
  ).toEqual([
    ['#87f5e7', '#43997a'],
    ['#d22532', '#a8140c'],
    ['#93898b', '#564e50'],
    ['#f1c678', '#966202'],
    ['#9998ea', '#2d377c'],
  ])
})
