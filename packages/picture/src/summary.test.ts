import { expect, test } from 'vitest'
import type { Caption } from './caption-words.ts'
import { summarize, summaryMarkdown, summaryText } from './summary.ts'
import { aView } from '@slicescope/view/testing'

const CAPTION: Caption = {
  cluster: 'prod',
  asOf: '2026-11-24T03:26:10Z',
  link: null,
  mark: null,
  timeZone: 'Europe/Berlin',
  version: '0.1.0',
  position: '0123456789ab-42',
}

const HOSTILE = '<img src=x> [a](http://evil.example) | `x` **b**\n# h'

const VIEW = aView({
  backends: [
    { name: 'p1', zone: 'a' },
    { name: 'p2', zone: 'b', state: 'not-ready' },
  ],
  over: {
    verdict: {
      sentence: 'No answer on `http`: 1 of 2.',
      prefix: '',
      lead: 'No answer on `http`',
      facts: '1 of 2',
      guess: '',
      causeCertainty: 'proven',
      numbers: [],
      onset: null,
      severity: 'warning',
      since: { time: '2026-11-24T03:20:00Z', basis: 'recorded' },
    },
    changes: [
      {
        key: 'c',
        time: '2026-11-24T03:19:58Z',
        until: '2026-11-24T03:20:01Z',
        steps: [],
        basis: 'recorded',
        kind: 'rollout',
        subject: { kind: 'Deployment', namespace: 'shop', name: 'web' },
        text: HOSTILE,
        count: 1,
        inVerdict: true,
      },
    ],
    cannotTell: [
      { code: 'SC-D9', title: 'Nodes', missing: [{ resource: 'nodes', namespace: null, reason: 'forbidden' }] },
    ],
  },
})

test('Markdown for a postmortem: sentence, moment, counts, zones, changes, commands, what is not known', () => {
  const text = summaryMarkdown(summarize(VIEW, CAPTION, ['kubectl get pods']))
  expect(text).toContain('> No answer on `http`: 1 of 2.')
  expect(text).toContain('- As of 2026-11-24 03:26:10 UTC (04:26:10 CET), cluster prod')
  expect(text).toContain('- Since 2026-11-24 03:20:00 UTC (04:20:00 CET)')
  expect(text).toContain('| b | 0 | 1 |')
  expect(text).toContain('```sh\nkubectl get pods\n```')
  expect(text).toContain('- Nodes: cannot tell (nodes forbidden)')
  expect(text.trimEnd().endsWith('_Slicescope 0.1.0, position 0123456789ab-42_')).toBe(true)
})

test('a link to the page opens from Markdown, unless its address could break out of it', () => {
  const link = 'https://slicescope.example.com/c/prod/ns/shop/svc/web_(1)'
  expect(summaryMarkdown(summarize(VIEW, { ...CAPTION, link }, []))).toContain(`\n- <${link}>\n`)
  expect(summaryText(summarize(VIEW, { ...CAPTION, link }, []))).toContain(`\n${link}\n`)
  const broken = summaryMarkdown(summarize(VIEW, { ...CAPTION, link: 'https://x/> [a](http://evil.example)' }, []))
  expect(broken).not.toMatch(/<https|[^\\]\[a/)
})

test('what comes from the cluster opens no HTML, no link and no table', () => {
  const line = summaryMarkdown(summarize(VIEW, CAPTION, []))
    .split('\n')
    .find(each => each.includes('03:19:58'))
  expect(line).toBe(
    String.raw`- 2026-11-24 03:19:58-03:20:01 UTC \<img src=x\> \[a\](http\://evil.example) \| ` +
      '`x`' +
      String.raw` \*\*b\*\* \# h`,
  )
})

test('that nothing changed before the loss is told with its time', () => {
  const text = summaryMarkdown(summarize({ ...VIEW, unchangedBefore: '2026-11-24T03:20:00Z' }, CAPTION, []))
  expect(text).toContain(
    '- Nothing changed in the 10 minutes before the loss at 2026-11-24 03:20:00 UTC (04:20:00 CET)',
  )
})

test('a fence is longer than any back quotes in a command', () => {
  expect(summaryMarkdown(summarize(VIEW, CAPTION, ['echo ```']))).toContain('````sh\necho ```\n````')
})

test('plain text begins with the sentence and holds no markup of ours', () => {
  const text = summaryText(summarize(VIEW, CAPTION, ['kubectl get pods']))
  expect(text.split('\n')[0]).toBe('No answer on http: 1 of 2.')
  expect(text).toContain('  b: 0 of 1 ready')
  expect(text).toContain('Commands:\n  kubectl get pods')
})
