import { type DrawingItem, type DrawingModel, summarize, summaryMarkdown } from '@slicescope/picture'
import type { ServiceView } from '@slicescope/view'
import {
  aServiceThatIs,
  answerOf,
  BLIND,
  DEGRADATIONS,
  HEALTHS,
  makeBlind,
  UNKNOWN,
} from '@slicescope/view/degradations'
import { describe, expect, test } from 'vitest'
import { toldView } from '../verdict/told-view.ts'
import { effectiveFreshness } from '../words/stale.ts'
import { pictureModel } from './picture-model.ts'

const CAPTION = {
  cluster: 'prod',
  asOf: '2026-01-01T03:01:30Z',
  link: null,
  mark: null,
  timeZone: null,
  version: '0.1.0',
  position: null,
}

/** A number of backends that are ready, in whatever form. */
const READY = /\d+ of \d+ ready|\d+\/\d+ ready|all \d+ ready/i

interface Told {
  readonly name: string
  readonly words: string
  readonly isHatched: boolean
}

/** Everything that leaves the page: the pictures and the summary. */
function shared(view: ServiceView): readonly Told[] {
  const pictures = (['chat', 'full', 'tall'] as const).map(format => {
    const model = pictureModel({ view, caption: CAPTION, format, grouping: 'auto', theme: 'dark' })
    return { name: format, words: wordsOf(model), isHatched: model.layers.some(({ kind }) => kind === 'frame') }
  })
  return [...pictures, { name: 'summary', words: summaryMarkdown(summarize(view, CAPTION, [])), isHatched: true }]
}

function wordsOf({ layers, title, description }: DrawingModel): string {
  return [title, description, ...layers.flatMap(({ items }) => items.flatMap(textOf))].join('\n')
}

function textOf(item: DrawingItem): readonly string[] {
  return item.kind === 'text' ? [item.runs.map(({ text }) => text).join('')] : []
}

/** What none of them shows. */
function unsaid(view: ServiceView, ...parts: readonly string[]): readonly string[] {
  return shared(view).flatMap(({ name, words }) =>
    parts.filter(part => !words.includes(part)).map(part => `${name}: ${part}`),
  )
}

describe.each(Object.keys(HEALTHS))('[L5] pictures and summary of what is %s', health => {
  test.each(Object.entries(DEGRADATIONS))('%s: the state is said, and what is lacked', (_name, it) => {
    const harness = aServiceThatIs(health)
    it.degrade(harness)
    const { view } = answerOf(harness)
    const lacked = view.freshness.missing.map(({ resource, reason }) => `${resource} (${reason.replace('-', ' ')})`)
    expect(unsaid(view, view.freshness.state, ...lacked)).toEqual([])
  })

  test.each(Object.entries(UNKNOWN))('%s: unknown, and no number', (name, degrade) => {
    const harness = aServiceThatIs(health)
    degrade(harness)
    const { view } = answerOf(harness)
    const leftOut = name === 'a slice left out' ? ['endpointslices (1 left out)'] : []
    expect(unsaid(view, ...leftOut)).toEqual([])
    if (health === 'external') return
    for (const { words } of shared(view)) {
      expect(words).toMatch(/unknown/i)
      expect(words).toContain('counts unknown')
      expect(words).not.toMatch(READY)
    }
  })

  test.each(BLIND)('server blind (%s): as of then, and hatched', how => {
    const harness = aServiceThatIs(health)
    makeBlind(harness, how)
    const { view } = answerOf(harness)
    expect(unsaid(view, 'BLIND', how === 'stalled' ? 'As of 03:00:00 UTC' : 'As of 03:01:30 UTC')).toEqual([])
    expect(shared(view).map(({ isHatched }) => isHatched)).toEqual([true, true, true, true])
  })

  test('browser cut off: as of when it was heard, and hatched', () => {
    const { view } = answerOf(aServiceThatIs(health))
    const told = toldView(view, effectiveFreshness(view.freshness, true))
    expect(unsaid(told, 'STALE', 'As of 03:01:30 UTC (stale)')).toEqual([])
    expect(shared(told).map(({ isHatched }) => isHatched)).toEqual([true, true, true, true])
  })
})
