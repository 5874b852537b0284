import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeNodes } from '@slicescope/control-plane'
import { useControlPlane } from '@slicescope/control-plane/vitest'
import { beforeAll, expect, test, vi } from 'vitest'
import { ROOT } from '../house/root.ts'
import { createAskDns } from '../law/ask-dns.ts'

const PAGE = readFileSync(join(ROOT, 'docs/tutorials.md'), 'utf8')
const [slice = '', fix = '', statefulSet = ''] = blocksOf('yaml')
const [refusal = ''] = blocksOf('text')

const plane = useControlPlane({ dns: true })

function blocksOf(language: string): readonly string[] {
  return [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, block = '']) => block)
}

async function create(manifest: string, ...flags: readonly string[]) {
  return plane().kubectl(['create', '-f', '-', ...flags], { input: manifest })
}

async function listEndpoints(service: string): Promise<string> {
  const fields = '{range .items[*].endpoints[*]}{.addresses[0]} {.hostname} zone={.zone}{"\\n"}{end}'
  const selector = `kubernetes.io/service-name=${service}`
  const { stdout } = await plane().kubectl(['get', 'endpointslices', '-l', selector, '-o', `jsonpath=${fields}`])
  return stdout
}

beforeAll(() => makeNodes(plane().api, { count: 3, zones: ['eu-1a', 'eu-1b', 'eu-1c'] }))

test('a slice with topology is refused, and the field is named as the page says', async () => {
  const { code, stderr } = await create(slice)
  expect(stderr).toContain('unknown field "endpoints[0].topology"')
  expect(stderr).toContain(refusal.trim())
  expect(code).toBe(1)
})

test('without validation it is stored, and has no zone', async () => {
  const { code } = await create(slice.replaceAll('my-service', 'not-validated'), '--validate=false')
  expect(code).toBe(0)
  expect(await listEndpoints('not-validated')).toBe('10.1.2.3  zone=\n')
})

test('the line of the page fixes it', async () => {
  const { code, stderr } = await create(slice.replace(/^endpoints:.*/ms, fix))
  expect([code, stderr]).toEqual([0, ''])
  expect(await listEndpoints('my-service')).toBe('10.1.2.3  zone=eu-1a\n')
})

test('a headless Service gives the pods of its StatefulSet their names', async () => {
  const { code, stderr } = await create(statefulSet)
  expect([code, stderr]).toEqual([0, ''])
  await plane().settled()
  const endpoints = await listEndpoints('my-db')
  for (const pod of ['my-db-0', 'my-db-1', 'my-db-2']) expect(endpoints).toContain(` ${pod} `)
  const ask = createAskDns(String(plane().dnsServer))
  await vi.waitFor(
    async () => {
      const own = await ask({ name: 'my-db-0.my-db.default.svc.cluster.local', type: 'A' })
      expect(endpoints).toContain(`${own.answers[0]} my-db-0 `)
      const all = await ask({ name: 'my-db.default.svc.cluster.local', type: 'A' })
      expect(all.answers).toHaveLength(3)
    },
    { timeout: 20_000, interval: 250 },
  )
})
