import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { recordingPage } from './recording-page.ts'

const HOSTILE = '</title><script>alert(1)</script>'

test('only its own scripts run, whatever names and labels say, and page and data are whole', async () => {
  const members = [HOSTILE, '</script>'].map(text => Buffer.from(text))
  const built = { script: 'const end = "</script><!--"', style: 'p::before{content:"</style>"}' }
  const html = await recordingPage(members, built, { title: HOSTILE, sentence: HOSTILE })
  const scripts = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, code = '']) => code)
  expect(scripts).toHaveLength(1)
  const hashes = [...scripts, built.script].map(code => createHash('sha256').update(code).digest('base64'))
  expect(html).toContain(`script-src 'sha256-${hashes[0]}' 'sha256-${hashes[1]}';`)
  expect(html).toContain("connect-src 'none'")
  expect(html.match(/<style>(.*?)<\/style>/s)?.[1]).not.toContain('</')
  const [page, recording] = ['page', 'recording'].map(id => {
    const [, data = ''] = new RegExp(`id="${id}">([^<]*)<`).exec(html) ?? []
    return Buffer.from(data, 'base64')
  })
  expect(gunzipSync(page ?? '').toString()).toBe(built.script)
  expect(recording?.toString()).toBe(members.join(''))
})
