import { problemSchema } from '@slicescope/answers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ scenario: 'shop', args: ['--public-url', 'https://slicescope.example.com/'] })
  await server.getWhenThere('/readyz?synced')
})

afterAll(() => server.stop())

const ask = (path: string) => server.get(`/api/clusters/slicescope-demo/namespaces/shop/services/${path}`)

test('picture.svg stands alone: outlines, no font, script, style or address; the words are in its description', async () => {
  const answer = await ask('checkout/picture.svg?tz=Europe/Berlin')
  expect(answer.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8')
  const svg = await answer.text()
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="1600" height="900"/)
  expect(svg).not.toMatch(/<text|font-family|<script|<style|<image|href="(?!#)/)
  expect(svg).toMatch(/<title>shop\/checkout: \w+<\/title>/)
  expect(svg).toMatch(
    /<desc>Cluster [^<]+as of \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC \([^)]*\d\d:\d\d:\d\d CES?T\)[^<]* of \d+ ready/,
  )
  expect(svg).toMatch(/<desc>[^<]+\. Slicescope 1\.2\.3\. Position [0-9a-f]{12}-\d+<\/desc>/)
  expect(svg.match(/<use href="#sans/g)?.length).toBeGreaterThan(50)
})

test('picture.png is as large as it says, and carries title and description', async () => {
  const answer = await ask('checkout/picture.png')
  expect(answer.headers.get('content-type')).toBe('image/png')
  const png = Buffer.from(await answer.arrayBuffer())
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1600, 900])
  expect(png.toString('latin1')).toContain('iTXtTitle\0\0\0\0\0shop/checkout')
  // A picture without its texts would be far smaller.
  expect(png.length).toBeGreaterThan(30_000)
})

test('the other formats show the graph, and under the tall one what was found', async () => {
  const [full, tall] = await Promise.all(
    ['full&theme=light&group=node', 'tall'].map(async format =>
      (await ask(`checkout/picture.svg?format=${format}`)).text(),
    ),
  )
  expect(full).toContain('class="slice"')
  expect(tall).toContain('class="slice"')
})

test('summary.md is Markdown; questions that make no sense are refused in words', async () => {
  const answer = await ask('checkout/summary.md')
  expect(answer.headers.get('content-type')).toBe('text/markdown; charset=utf-8')
  const text = await answer.text()
  expect(text).toMatch(/^### shop\/checkout: .*\n_Slicescope 1\.2\.3, position [0-9a-f]{12}-\d+_\n$/s)
  // Copied into a postmortem, it leads back, on machines too that call the cluster differently.
  expect(text).toMatch(
    /<https:\/\/slicescope\.example\.com\/c\/slicescope-demo\/ns\/shop\/svc\/checkout(\?id=[\w-]+)?>/,
  )
  const problems = await Promise.all(
    ['checkout/picture.svg?tz=Mars/Olympus', 'none/picture.png', 'checkout/summary.md?theme=dark'].map(async path =>
      problemSchema.parse(await (await ask(path)).json()),
    ),
  )
  expect(problems.map(({ status }) => status)).toEqual([400, 404, 400])
})
