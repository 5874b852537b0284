import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync, zstdDecompressSync } from 'node:zlib'
import { openBytes } from '@slicescope/answers'
import { expect, test } from 'vitest'
import { recordInFile } from '../law/recording-law.ts'
import { NODE_PACKING } from './node-packing.ts'
import { packRecording, recordingPage } from './recording-page.ts'

const HOSTILE = '</title><script>alert(1)</script>'

test('only its own scripts run, whatever names and labels say, and page and data are whole', async () => {
  const members = [HOSTILE, '</script>'].map(text => gzipSync(text))
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
  expect(zstdDecompressSync(recording ?? '').toString()).toBe(`${HOSTILE}\0</script>`)
})

test('packed as one a recording is smaller, and opens as it does in parts', async () => {
  const { members } = await recordInFile({ seed: 5, steps: 40, scope: { type: 'all' } })
  const whole = Buffer.concat(members)
  const packed = await packRecording(members)
  expect(packed.length).toBeLessThan(whole.length / 2)
  const [parts, one] = await Promise.all(
    [whole, packed].map(bytes =>
      openBytes(
        { bytes: new Uint8Array(bytes), name: 'law', modified: 0 },
        { clusterDomain: 'cluster.local', packing: NODE_PACKING, now: 0 },
      ),
    ),
  )
  expect(one?.damaged).toBeNull()
  expect(one?.to).toBe(parts?.to)
  expect(one?.end.view.rows('*')).toEqual(parts?.end.view.rows('*'))
})
