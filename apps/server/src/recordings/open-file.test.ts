import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Random } from '@slicescope/model/random'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { printedList, printedPod, printedService, printedSlice } from '../testing/printed-lists.ts'
import { UsageError } from '../cli/usage-error.ts'
import { startLine } from '../cli/start-line.ts'
import { openFile } from './open-file.ts'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slicescope-open-'))
})

afterAll(() => rm(folder, { recursive: true }))

async function write(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

async function open(content: string | Uint8Array) {
  return openFile(await write('file', content), 'cluster.local')
}

/** What of the Service web is known: its state, and how far each resource is covered. */
async function shownOf(content: string | Uint8Array) {
  const { end } = await open(content)
  const { health, verdict } = end.view.row('shop/web') ?? {}
  const known = end.view.watches().filter(({ hasSynced }) => hasSynced)
  return { health, verdict, known: known.map(({ resource, namespace }) => `${resource} ${namespace ?? '*'}`) }
}

const WEB = printedService('shop', 'web')
const SLICE = printedSlice('shop', 'web', [true, true])
const YAML = `---
apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
  uid: "1"
  creationTimestamp: 2026-01-01T00:00:00Z
spec:
  selector: {app: web}
  ports: [{port: 80}]
---
apiVersion: v1
kind: ServiceList
items: []
`

describe('a file is shown by its content', () => {
  test.each([
    ['a list', printedList([WEB, SLICE])],
    ['a list, packed', gzipSync(printedList([WEB, SLICE]))],
    [
      'lists one behind the other, with a log between them',
      `${printedList([WEB])}\n==== START logs\n}{\n${printedList([SLICE])}\n`,
    ],
    ['a typed list', JSON.stringify({ apiVersion: 'v1', kind: 'ServiceList', items: [{ ...WEB, kind: undefined }] })],
    ['objects in YAML documents', YAML],
    ['one object', JSON.stringify(WEB)],
  ])('%s', async (_name, content) => {
    const { known } = await shownOf(content)
    expect(known[0]).toBe('services shop')
  })

  test('a time that is still to come is none', async () => {
    const later = {
      ...WEB,
      metadata: { namespace: 'shop', name: 'web', uid: '1', creationTimestamp: '9999-01-01T00:00:00Z' },
    }
    const { to, asOf } = await open(printedList([later]))
    expect([to < Date.now() + 60_000, asOf]).toEqual([true, 'when the file was written'])
  })

  test('its moment is when it was written, or the newest time in it', async () => {
    const path = await write('old.json', printedList([WEB]))
    await utimes(path, new Date(0), Date.parse('2026-01-02T00:00:00Z') / 1000)
    const written = await openFile(path, 'cluster.local')
    expect([new Date(written.to).toISOString(), written.asOf]).toEqual([
      '2026-01-02T00:00:00.000Z',
      'when the file was written',
    ])
    await utimes(path, new Date(0), new Date(0))
    const mentioned = await openFile(path, 'cluster.local')
    expect([new Date(mentioned.to).toISOString(), mentioned.asOf]).toEqual([
      '2026-01-01T00:00:00.000Z',
      'the newest time in it',
    ])
  })
})

describe('what is not in a list is not known', () => {
  test('the start line says as of when it is, and what of a picture is missing', async () => {
    const recording = await open(printedList([WEB, printedPod('shop', 'web', 0)]))
    const start = { slug: 'file', origin: 'recording' as const, recording }
    const sources = { sources: [start], start, demo: null, servedAt: '/tmp/k', stop: async () => {} }
    expect(startLine(sources, 'http://x')).toBe(
      `file holds no endpointslices and no nodes: what depends on them is unknown. Slicescope shows the recording file (as of ${new Date(recording.to).toISOString()}, when the file was written; kubectl --kubeconfig /tmp/k): http://x`,
    )
    const several = { ...sources, sources: [start, start, start], servedAt: null }
    expect(startLine(several, 'http://x')).toMatch(/, when the file was written\) and 2 more files: http:\/\/x$/)
  })

  test('what is so was so before, unless objects say since when', async () => {
    const { end } = await open(printedList([WEB, SLICE]))
    expect(end.view.row('shop/web')?.since).toMatchObject({ basis: 'before' })
  })

  test('without slices nothing is counted', async () => {
    const { health, verdict } = await shownOf(printedList([WEB, printedPod('shop', 'web', 0)]))
    expect([health, verdict]).toEqual(['unknown', 'Cannot tell: EndpointSlices are not in this recording.'])
  })

  test('a list of one namespace says nothing of others; one of several is of all', async () => {
    expect((await shownOf(printedList([WEB, SLICE]))).known).toEqual(['services shop', 'endpointslices shop'])
    expect((await shownOf(printedList([WEB, SLICE, printedService('bank', 'teller')]))).known).toEqual([
      'services *',
      'endpointslices *',
    ])
  })

  test('one kind of workload stands for all, unless an owner is missing', async () => {
    const set = {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { namespace: 'shop', name: 'db', uid: '2' },
      spec: {},
    }
    const owned = (kind: string) => ({
      ...set,
      metadata: { ...set.metadata, ownerReferences: [{ kind, name: 'x', uid: '3', apiVersion: 'apps/v1' }] },
    })
    const { known } = await shownOf(printedList([WEB, set]))
    expect(known).toContain('deployments shop')
    expect((await shownOf(printedList([WEB, owned('Deployment')]))).known).not.toContain('deployments shop')
    const apart = `${printedList([WEB, set])}\n${printedList([{ ...printedPod('shop', 'web', 0), metadata: owned('Deployment').metadata }])}`
    expect((await shownOf(apart)).known).not.toContain('deployments shop')
  })

  test('where no Service selects pods and no Endpoints have addresses there need be no slice', async () => {
    const bare = { ...WEB, spec: { ports: [{ port: 80 }] } }
    const endpoints = { apiVersion: 'v1', kind: 'Endpoints', metadata: { namespace: 'shop', name: 'web', uid: '4' } }
    expect((await shownOf(printedList([bare, endpoints]))).health).toBe('unmanaged')
    const filled = { ...endpoints, subsets: [{ addresses: [{ ip: '10.0.0.1' }] }] }
    expect((await shownOf(printedList([bare, filled]))).health).toBe('unknown')
  })

  test('an object that is not what the API promises is left out, and named', async () => {
    const { end } = await open(printedList([WEB, { ...SLICE, endpoints: 'none' }]))
    expect(end.view.freshness({ namespace: 'shop' }).leftOut).toEqual([
      { resource: 'endpointslices', count: 1, objects: [{ object: 'shop/web-x1', why: '.endpoints is not a list' }] },
    ])
  })
})

/** A list with something of it changed, moved, repeated or cut off. */
function mutated(text: string, random: Random): string {
  const [from, to, length] = [random.below(text.length), random.below(text.length), random.below(40)]
  const part = text.slice(from, from + length)
  const changed = [
    text.slice(0, from),
    text.slice(0, to) + part + text.slice(to),
    text.slice(0, to) + random.pick(VALUES) + text.slice(to + length),
    text.replace(part, random.pick(VALUES)),
  ] as const
  return random.pick(changed)
}

const VALUES = [
  'null',
  '[]',
  '{}',
  '-1',
  '1e999',
  '"__proto__"',
  '"items"',
  ':',
  '\n',
  '&a *a',
  '\u0000',
  '<script>',
] as const

test('mutated lists are shown, or refused in a sentence', async () => {
  const pods = [printedPod('shop', 'web', 0), printedPod('shop', 'web', 1)]
  const texts = [printedList([WEB, SLICE, ...pods]), YAML] as const
  const outcomes = new Set<string>()
  for (let seed = 0; seed < 200; seed += 1) {
    const random = new Random(seed)
    const text = mutated(random.pick(texts), random)
    const outcome = await open(text).then(
      () => 'shown',
      (error: unknown) => (error instanceof UsageError ? 'refused' : `seed ${seed}: ${String(error)}`),
    )
    outcomes.add(outcome)
  }
  expect([...outcomes].toSorted()).toEqual(['refused', 'shown'])
})

describe('what cannot be opened is one sentence', () => {
  const NOT_API = 'it holds no Service as the API has it (shop/web: .metadata.uid is missing). Save one with'

  test.each([
    ['nothing', '', 'it holds no Kubernetes object that Slicescope reads'],
    ['prose', 'a: b: c', 'it is no recording, no JSON and no valid YAML'],
    ['cut JSON', printedList([WEB]).slice(0, 300), 'it is not valid JSON: it may be cut off'],
    ['aliases', 'a: &a [1]\nb: *a\n', 'it is no recording, no JSON and no valid YAML'],
    ['a page', '<!doctype html><p>', 'it is a page. Open it in a browser'],
    ['a cut pack', gzipSync(printedList([WEB])).subarray(0, 40), 'it is cut off or damaged'],
    ['no Service', printedList([SLICE]), 'it holds no Service. Save Services too'],
    ['a manifest', JSON.stringify({ ...WEB, metadata: { namespace: 'shop', name: 'web' } }), NOT_API],
  ])('%s', async (_name, content, sentence) => {
    await expect(open(content)).rejects.toThrow(`Cannot open ${join(folder, 'file')}: ${sentence}`)
  })

  test('a pack that unpacks to far more is refused', async () => {
    await expect(open(gzipSync(Buffer.alloc(129 * 2 ** 20)))).rejects.toThrow('it is larger than 128 MB unpacked')
  })

  test('no file, and a folder', async () => {
    await expect(openFile(join(folder, 'none'), 'x')).rejects.toThrow('there is no such file.')
    await expect(openFile(folder, 'x')).rejects.toThrow('it is no file.')
  })

  test('keys of prototypes are dropped', async () => {
    const text = printedList([WEB]).replace('"spec"', '"__proto__": {"polluted": 1}, "constructor": {}, "spec"')
    const { end } = await open(text)
    expect(end.view.row('shop/web')?.health).toBe('unknown')
    expect({}).not.toHaveProperty('polluted')
  })
})
