import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { recordingPage } from './recording-page.ts'

const HOSTILE = '</title><script>alert(1)</script>'
const HEADER = {
  recorded: 1,
  cluster: { slug: 'demo', context: 'demo', uid: null, version: null, insecure: false },
  service: { namespace: 'shop', name: 'web' },
  from: '2026-01-01T03:00:00Z',
  to: '2026-01-01T04:00:00Z',
  gaps: [],
  tool: '1.0.0',
}

test('only its own script runs, whatever names and labels say, and the data is whole', async () => {
  const lines = [JSON.stringify(HEADER), HOSTILE]
  const built = { script: 'const end = "</script><!--"', style: 'p::before{content:"</style>"}' }
  const html = await recordingPage({ header: HEADER, sentence: '', lines }, built, {
    title: HOSTILE,
    sentence: HOSTILE,
  })
  const scripts = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, code = '']) => code)
  expect(scripts).toHaveLength(1)
  const hash = createHash('sha256')
    .update(scripts[0] ?? '')
    .digest('base64')
  expect(html).toContain(`script-src 'sha256-${hash}'`)
  expect(html).toContain("connect-src 'none'")
  expect(scripts[0]).toBe(String.raw`const end = "\x3c/script>\x3c!--"`)
  expect(html.match(/<style>(.*?)<\/style>/s)?.[1]).not.toContain('</')
  const [, data = ''] = /id="recording">([^<]*)</.exec(html) ?? []
  expect(gunzipSync(Buffer.from(data, 'base64')).toString()).toBe(lines.join('\n'))
})
