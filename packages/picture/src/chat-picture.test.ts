import { expect, test } from 'vitest'
import type { Caption } from './caption-words.ts'
import { chatPicture } from './chat-picture.ts'
import { MOST_CELLS } from './chat-zones.ts'
import type { DrawingItem, DrawingModel } from './drawing-model.ts'
import { TEXT_STYLES } from './text-styles.ts'
import { aFreshness, aView, type SpecBackend } from '@slicescope/view/testing'

const CAPTION: Caption = {
  cluster: 'prod-eu-1',
  asOf: '2026-11-24T03:26:10Z',
  link: 'https://slicescope.example.com/c/prod/ns/shop/svc/checkout',
  mark: null,
  timeZone: 'Europe/Berlin',
  version: '0.1.0',
  position: '0123456789ab-42',
}

const pods = (zone: string, count: number, over: Partial<SpecBackend> = {}): readonly SpecBackend[] =>
  Array.from({ length: count }, (_, index) => ({ name: `${zone}-${index}`, zone, ...over }))

function wordsOf({ layers }: DrawingModel): readonly string[] {
  return itemsOf(layers.flatMap(({ items }) => items))
}

function itemsOf(items: readonly DrawingItem[]): readonly string[] {
  return items.flatMap(item => (item.kind === 'text' ? [item.runs.map(({ text }) => text).join('')] : []))
}

test('a picture for a chat is 1600x900 and says of what, when, and how many in each zone', () => {
  const freshness = aFreshness({ heard: '2026-11-24T03:26:08Z', progressed: null, verified: '2026-11-24T03:25:30Z' })
  const backends = [...pods('eu-1a', 3), ...pods('eu-1b', 2, { state: 'not-ready' })]
  const view = aView({ backends, over: { freshness } })
  const picture = chatPicture(view, CAPTION)
  expect([picture.width * (picture.scale ?? 1), picture.height * (picture.scale ?? 1)]).toEqual([1600, 900])
  const words = wordsOf(picture).join('\n')
  for (const part of [
    `${view.service.namespace} / checkout`,
    '3 of 5 backends ready.',
    '3 of 5 ready, 2 not ready',
    '3/3 ready',
    '0/2 ready',
    'as of 2026-11-24 03:26:10 UTC (04:26:10 CET)   cluster prod-eu-1',
    'heard 2 s ago, verified 40 s ago',
    'Slicescope 0.1.0',
    'slicescope.example.com',
  ])
    expect(words).toContain(part)
})

test('every backend is a cell up to the limit; above it totals stand for them and say so', () => {
  const cells = (count: number) => {
    const { layers } = chatPicture(aView({ backends: pods('a', count) }), CAPTION)
    return layers.find(({ key }) => key === 'zones')?.items.filter(item => item.kind === 'shape').length ?? 0
  }
  // The card's frame and its bar are shapes too.
  expect(cells(MOST_CELLS)).toBe(MOST_CELLS + 2)
  expect(cells(MOST_CELLS + 1)).toBeLessThan(10)
  const words = wordsOf(chatPicture(aView({ backends: pods('a', 5000) }), CAPTION))
  expect(words).toEqual(expect.arrayContaining(['5,000', 'ready', '5,000/5,000 ready']))
  expect(words.join(' ')).toContain('totals, for 5,000 backends')
})

test.each([0, 1, 3, 4, 7, 12, 13, 40])('with %i zones all stands inside, and no text is small', count => {
  const backends = Array.from({ length: count }, (_, index) =>
    pods(`zone-${index}`, 1 + (index % 5), { state: index === 39 ? 'not-ready' : 'ready' }),
  ).flat()
  const { layers, width, height } = chatPicture(aView({ backends }), CAPTION)
  for (const layer of layers)
    for (const item of layer.items) {
      expect(layer.x + item.x).toBeGreaterThanOrEqual(0)
      expect(layer.x + item.x).toBeLessThanOrEqual(width)
      expect(layer.y + item.y).toBeLessThanOrEqual(height)
      if (item.kind !== 'text') continue
      // 600 px of 800: 10 px of the style are 7.5 there; badges alone are that small.
      for (const run of item.runs)
        expect(TEXT_STYLES[run.style].size).toBeGreaterThanOrEqual(run.style === 'tiny' ? 10 : 12)
    }
})

test('of many zones those that lost most are named, and the rest are one', () => {
  const backends = Array.from({ length: 40 }, (_, index) =>
    pods(`zone-${index}`, 1, { state: index === 39 ? 'not-ready' : 'ready' }),
  ).flat()
  const words = wordsOf(chatPicture(aView({ backends }), CAPTION))
  expect(words).toEqual(expect.arrayContaining(['zone-39', '29 more']))
  expect(wordsOf(chatPicture(aView(), CAPTION))).toContain('No backends')
})
