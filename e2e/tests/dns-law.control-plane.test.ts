import { useControlPlane } from '@slicescope/control-plane/vitest'
import * as kubernetes from '@slicescope/kubernetes'
import { beforeAll, expect, test } from 'vitest'
import { type AskDns, createAskDns, rememberAnswers } from '../law/ask-dns.ts'
import { DNS_BUGS } from '../law/dns-bugs.ts'
import { compareDnsWorld, type DnsWorld, makeDnsWorld } from '../law/dns-law.ts'
import { withPlantedBug } from '../law/plant-bug.ts'
import { Random } from '@slicescope/model/random'

const SEED = 20_260_709

const plane = useControlPlane({ dns: true })
let world: DnsWorld
let ask: AskDns

beforeAll(async () => {
  const server = createAskDns(String(plane().dnsServer))
  world = await makeDnsWorld(plane(), { random: new Random(SEED), ask: server, count: 150, tag: 'fixed' })
  ask = rememberAnswers(server)
})

test(`[L8] 150 Services with pods or hand-made slices: every name resolves as CoreDNS has it (seed ${SEED})`, async () => {
  const { services, listed, resolving, others, mismatches } = await compareDnsWorld(world, kubernetes, ask)
  expect(mismatches.slice(0, 3)).toEqual([])
  expect(services).toBe(150)
  expect(listed).toBeGreaterThan(1_500)
  expect(resolving).toBeGreaterThan(1_000)
  expect(others).toBeGreaterThan(2_500)
})

test.for([...DNS_BUGS])('[L8] notices the planted bug: $name', async bug => {
  const { mismatches } = await withPlantedBug(bug, rules => compareDnsWorld(world, rules, ask))
  expect(mismatches).not.toEqual([])
})
