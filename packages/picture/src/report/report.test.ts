import type { Comparison } from '@slicescope/view'
import { expect, test } from 'vitest'
import { aFinding, aView } from '@slicescope/view/testing'
import { zoneOutage } from '../testing/outage-fixture.ts'
import { durationWords, type Report, reportOf } from './report.ts'
import type { ReportFacts } from './report-facts.ts'
import { reportHtml } from './report-html.ts'
import { reportMarkdown } from './report-markdown.ts'

const HOSTILE = '</style><script>alert(1)</script> [a](http://evil.example) | `x` **b**\n# h'
const CAPTION = { cluster: 'prod', link: null, mark: null, timeZone: 'Europe/Berlin', version: '0.1.0', position: null }
const at = (time: string) => ({ ...CAPTION, asOf: `2026-11-24T${time}Z` })
const side = { exists: true, health: 'degraded', severity: 'critical', ready: 1, total: 2, sentence: 'x' } as const

const COMPARISON: Comparison = {
  from: { ...side, at: '2026-11-24T03:11:09Z' },
  to: { ...side, at: '2026-11-24T03:12:00Z' },
  sentence: 'Between 03:11:09 and 03:12:00 UTC: 84 backends in eu-1c stopped being ready.',
  clauses: [],
  numbers: [],
  cannotTell: null,
  counts: { gone: 0, new: 0, lost: 84, gained: 0, moved: 0 },
  backends: [],
  groups: [
    {
      by: 'zone',
      name: 'eu|1c',
      from: { ready: 84, total: 84 },
      to: { ready: 0, total: 84 },
      gone: 0,
      new: 0,
      lost: 84,
      gained: 0,
    },
  ],
  slices: { gone: [], new: [], changed: [] },
  fields: [{ field: 'selector', from: 'app=a', to: HOSTILE }],
  findings: { gone: [], new: [] },
  changes: [],
}

const FACTS: ReportFacts = {
  namespace: 'shop',
  name: 'checkout',
  range: { from: '2026-11-24T03:06:19.000Z', to: '2026-11-24T03:29:10.000Z' },
  asked: { from: '2026-11-24T03:00:00.000Z', to: '2026-11-24T03:29:10.000Z' },
  loss: {
    onset: '2026-11-24T03:11:19.000Z',
    isOnsetSeen: true,
    end: { time: '2026-11-24T03:24:10.000Z', how: 'recovered' },
  },
  before: { view: aView({ backends: [{ name: 'p1' }] }), caption: at('03:11:09') },
  worst: {
    view: {
      ...zoneOutage(),
      findings: [
        aFinding({
          code: 'SC-C7',
          title: 'Node n-2 is not Ready',
          sentence: 'Node `n-2` is not Ready: 2 backends are lost.',
          kubectl: 'kubectl get nodes',
          remedy: HOSTILE,
          evidence: [
            { object: { kind: 'Node', namespace: null, name: 'n-2' }, field: 'Ready', found: HOSTILE, expected: '' },
          ],
        }),
      ],
      cannotTell: [
        { code: 'SC-D9', title: 'Nodes', missing: [{ resource: 'nodes', namespace: null, reason: 'forbidden' }] },
      ],
    },
    caption: at('03:12:00'),
  },
  recovery: { view: aView({ backends: [{ name: 'p1' }] }), caption: at('03:24:10') },
  timeline: {
    changes: [
      {
        key: 'c',
        time: '2026-11-24T03:11:15Z',
        until: '2026-11-24T03:11:18Z',
        steps: [],
        basis: 'recorded',
        kind: 'rollout',
        subject: { kind: 'Deployment', namespace: 'shop', name: 'web' },
        text: HOSTILE,
        count: 1,
        inVerdict: true,
      },
    ],
    marks: [
      { at: '2026-11-24T03:11:19Z', kind: 'onset', text: 'eu-1c lost all 84 backends' },
      { at: '2026-11-24T03:21:00Z', kind: 'after-gap', text: 'Between 03:20:00 and 03:21:00 UTC: 3 backends are gone' },
      { at: '2026-11-24T03:24:10Z', kind: 'recovered', text: 'Recovered' },
    ],
    gaps: [{ from: '2026-11-24T03:20:00Z', to: '2026-11-24T03:21:00Z' }],
  },
  comparison: COMPARISON,
}

/** Each character is a dot: letters are not what these tests are about. */
const OPTIONS = {
  outliner: (_style: string, character: string) => ({ id: `g${character.codePointAt(0)}`, d: 'M0 0h9', advance: 500 }),
  policy: "default-src 'none'",
  recording: 'The recording of this range is larger than 3 MB, so it is not in this file.',
}

const html = (report: Report) => reportHtml(report, OPTIONS)

test('when it began, how long it took, and that it is not over or began earlier', () => {
  const when = (loss: ReportFacts['loss']) => reportOf({ ...FACTS, loss }).when
  const loss = { onset: '2026-11-24T03:11:19Z', isOnsetSeen: true, end: null }
  expect(reportOf(FACTS).when).toBe(
    'Began at 2026-11-24 03:11:19 UTC (04:11:19 CET), recovered at 2026-11-24 03:24:10 UTC (04:24:10 CET), after 12 min 51 s.',
  )
  expect(when(loss)).toMatch(/, and had not recovered 17 min 51 s later, at 2026-11-24 03:29:10 UTC/)
  expect(when({ ...loss, isOnsetSeen: false })).toMatch(/^Began before .*, when the recording begins, and had/)
  expect(when({ ...loss, end: { time: '2026-11-24T03:12:19Z', how: 'deleted' } })).toMatch(
    /ended when the Service was deleted at .*, after 1 min\.$/,
  )
  expect(when(null)).toMatch(/^No loss is recorded between 2026-11-24 03:06:19 UTC/)
  expect([59_400, 3_599_000, 11_040_000, 400_000_000].map(durationWords)).toEqual([
    '59 s',
    '59 min 59 s',
    '3 h 4 min',
    '5 d',
  ])
})

test('pictures, timeline, what is not known: in the order of the incident', () => {
  const { title, pictures, events, unknown, commands } = reportOf(FACTS)
  expect(title).toBe('Incident report: checkout in shop, 2026-11-24 03:11 UTC')
  expect(pictures.map(each => [each.title, each.time])).toEqual([
    ['Before the loss', '2026-11-24 03:11:09 UTC (04:11:09 CET)'],
    ['Worst', '2026-11-24 03:12:00 UTC (04:12:00 CET)'],
    ['Recovered', '2026-11-24 03:24:10 UTC (04:24:10 CET)'],
  ])
  expect(pictures[1]?.counts).toContain('160 of 244 ready')
  expect(events.map(({ kind, time }) => `${kind} ${time.slice(11)}`)).toEqual([
    'change 03:11:15-03:11:18 UTC',
    'loss 03:11:19 UTC',
    'worst 03:12:00 UTC',
    'gap 03:20:00-03:21:00 UTC',
    'gap 03:21:00 UTC',
    'recovered 03:24:10 UTC',
  ])
  expect(unknown.slice(0, 3)).toEqual([
    'Before 2026-11-24 03:06:19 UTC (04:06:19 CET): not recorded',
    '2026-11-24 03:20:00 UTC (04:20:00 CET) to 2026-11-24 03:21:00 UTC (04:21:00 CET): not recorded (gap)',
    'At the worst moment: Nodes: cannot tell (nodes forbidden)',
  ])
  expect(commands).toContain('kubectl get nodes')
})

test('without a loss it shows the ends of the range; of many changes those nearest to the onset', () => {
  const calm = reportOf({ ...FACTS, loss: null, recovery: null })
  expect(calm.pictures.map(({ title }) => title)).toEqual(['Start', 'End'])
  expect(html(calm)).not.toContain('class="head loss"')
  const [change] = FACTS.timeline.changes
  const changes = Array.from({ length: 70 }, (_, minute) => {
    const time = new Date(Date.parse('2026-11-24T02:00:00Z') + minute * 60_000).toISOString()
    return change === undefined ? [] : [{ ...change, key: time, time, until: time }]
  }).flat()
  const { events } = reportOf({ ...FACTS, timeline: { changes, marks: [], gaps: [] } })
  expect(events[0]?.time).toBe('2026-11-24 02:10:00 UTC')
  expect(events.at(-1)?.text).toBe('and 10 more changes')
})

test('as Markdown, what comes from the cluster opens no HTML, no link, no table and no heading', () => {
  const text = reportMarkdown(reportOf(FACTS))
  expect(text).toContain('> **CRITICAL** eu-1c lost all 84 backends at 03:11:19: 160 of 244 still ready.')
  expect(text).toContain('## Before against worst\n\nBetween 03:11:09 and 03:12:00 UTC: 84 backends')
  expect(text).toContain(String.raw`| eu\|1c | 84/84 | 0/84 | 84 | 0 | 0 | 0 |`)
  expect(text).toContain('```sh\nkubectl ')
  expect(text).not.toMatch(/(?<!\\)<script|(?<!\\)\[a\]|^# h/m)
  const columns = text.split('\n').filter(line => line.startsWith('| selector'))
  expect(columns.map(line => line.split(/(?<!\\)\|/).length)).toEqual([5])
})

test('as HTML it holds no script, no style but its own, nothing from elsewhere, and three pictures', () => {
  const text = html(reportOf(FACTS))
  expect(text).toContain('content="default-src &apos;none&apos;"')
  expect(text.match(/<svg /g)).toHaveLength(3)
  expect(text.match(/<(script|link|img|iframe|object|style)\b/g)).toEqual(['<style'])
  expect(text.match(/<\/style>/g)).toHaveLength(1)
  expect(text).not.toMatch(/ (on\w+|src|style)=| href="[^#]/)
  expect(text).not.toMatch(/url\(|@import|https?:(?!\/\/www\.w3\.org\/2000\/svg)(?!\/\/evil)/)
  const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const uses = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)
  expect(uses.filter(id => !ids.includes(id))).toEqual([])
})

test('a public address is linked, a recording is saved from the file', () => {
  const link = 'https://slicescope.example.com/c/prod/ns/shop/svc/checkout?at=2026-11-24T03:12:00Z'
  const worst = { ...FACTS.worst, caption: { ...FACTS.worst.caption, link } }
  const report = reportOf({ ...FACTS, worst })
  const recording = { address: 'data:application/zstd;base64,KLUv', name: 'checkout.zst', bytes: 183_500 }
  const text = reportHtml(report, { ...OPTIONS, recording })
  expect(text).toContain(`<a href="${link}">`)
  expect(text).toContain('href="data:application/zstd;base64,KLUv" download="checkout.zst"')
  expect(text).toContain('(184 kB)')
  expect(reportHtml(report, OPTIONS)).toContain('larger than 3 MB')
  expect(reportMarkdown(report)).toContain(`- <${link}>`)
})
