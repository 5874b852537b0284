import { expect, test } from 'vitest'
import { chatPicture } from './chat-picture.ts'
import { drawing } from './drawing.ts'
import type { DrawingModel } from './drawing-model.ts'
import { layout } from './layout.ts'
import { summarize, summaryMarkdown, summaryText } from './summary.ts'
import { tallPicture } from './tall-picture.ts'
import { aView } from '@slicescope/view/testing'

/** It turns the rest of a line around; the API refuses it in names, but not every server that is asked is one. */
const TURN = '\u202e'
const HIDDEN = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

const CAPTION = {
  cluster: `prod${TURN}\u0007`,
  asOf: '2026-11-24T03:26:10Z',
  link: null,
  mark: null,
  timeZone: null,
  version: '0.1.0',
  position: null,
}

const VIEW = aView({
  name: `web${TURN}`,
  backends: [
    { name: `pod${TURN}-1`, zone: `a${TURN}`, node: `node${TURN}`, slices: [`slice${TURN}`] },
    { name: `pod\u200b-2`, zone: `b\u0007`, node: null, slices: [`slice${TURN}`], state: 'not-ready' },
  ],
  notReadyNodes: [`node${TURN}`],
})

function wordsOf({ layers, title, description }: DrawingModel): string {
  const texts = layers.flatMap(({ items }) => items.flatMap(item => (item.kind === 'text' ? item.runs : [])))
  return [title, description, ...texts.map(({ text }) => text)].join('\n')
}

test('nothing in a name hides in a picture, or turns its words around', () => {
  const plan = layout(VIEW, { grouping: 'node', width: 900 })
  const summary = summarize(VIEW, CAPTION, [])
  for (const model of [
    chatPicture(VIEW, CAPTION),
    drawing(plan, VIEW, CAPTION),
    tallPicture(plan, VIEW, { caption: CAPTION, summary }),
  ]) {
    expect(wordsOf(model)).not.toMatch(HIDDEN)
    expect(wordsOf(model)).toContain(String.raw`prod\u202e\u0007`)
  }
})

test('nor in a summary, as text and as Markdown', () => {
  const summary = summarize(VIEW, CAPTION, [])
  expect(summaryText(summary)).not.toMatch(HIDDEN)
  expect(summaryText(summary)).toContain(String.raw`cluster prod\u202e\u0007`)
  expect(summaryMarkdown(summary)).not.toMatch(HIDDEN)
})
