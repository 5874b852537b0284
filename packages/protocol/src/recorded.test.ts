import { expect, test } from 'vitest'
import { encodePatch } from './encode.ts'
import { readRecorded, RECORDED_VERSION, recordedLine } from './recorded.ts'

const HEADER = {
  recorded: RECORDED_VERSION,
  cluster: { slug: 'demo', context: 'demo', uid: null, version: null, insecure: false },
  service: { namespace: 'shop', name: 'web' },
  from: '2026-01-01T03:00:00Z',
  to: '2026-01-01T04:00:00Z',
  gaps: [],
  tool: '1.0.0',
}

test('what is written is read again, each message with its time', () => {
  const text = [JSON.stringify(HEADER), recordedLine(5, encodePatch('run-7'))].join('\n')
  expect(readRecorded(text)).toEqual({
    header: HEADER,
    messages: [{ at: 5, message: { type: 'patch', watermark: 'run-7' } }],
  })
})

test.each([
  ['', 'This recording is cut or damaged.'],
  ['{"recorded":', 'This recording is cut or damaged.'],
  ['[]', 'This file is no recording of Slicescope.'],
  ['{"__proto__":{"recorded":1}}', 'This file is no recording of Slicescope.'],
  [JSON.stringify({ ...HEADER, recorded: 9 }), 'This recording has version 9: open it with Slicescope 1.0.0.'],
  [`${JSON.stringify(HEADER)}\n{"at":1}`, 'This recording has a line that cannot be read: {"at":1}'],
  [`${JSON.stringify(HEADER)}\n{"at":1,"event":"x","data":{}}`, 'This recording has an unknown message: x'],
])('%j is refused in a sentence', (text, sentence) => {
  expect(() => readRecorded(text)).toThrow(sentence)
})
