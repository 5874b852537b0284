import { useControlPlane } from '@slicescope/control-plane/vitest'
import * as kubernetes from '@slicescope/kubernetes'
import { Random } from '@slicescope/model/random'
import { beforeAll, describe, expect, test } from 'vitest'
import { type AskDns, createAskDns, rememberAnswers } from '../law/ask-dns.ts'
import { checkControllerLaw } from '../law/controller-law.ts'
import { DNS_BUGS } from '../law/dns-bugs.ts'
import { compareDnsWorld, type DnsWorld, makeDnsWorld } from '../law/dns-law.ts'
import { withPlantedBug } from '../law/plant-bug.ts'
import { PROXY_BUGS } from '../law/proxy-bugs.ts'
import { compareProxyWorld, makeProxyWorld, type ProxyWorld } from '../law/proxy-law.ts'

const CONTROLLER_SEED = 20_260_707
const PROXY_SEED = 20_260_708
const DNS_SEED = 20_260_709

/** One for the three laws: each makes namespaces of its own. */
const plane = useControlPlane({ dns: true })

describe('[L7]', () => {
  let world: ProxyWorld

  beforeAll(async () => {
    world = await makeProxyWorld(plane(), { random: new Random(PROXY_SEED), count: 240, tag: 'proxy' })
  })

  test(`240 Services with hand-made slices: who answers is who kube-proxy's own code picks (seed ${PROXY_SEED})`, () => {
    const { services, compared, undefined: open, seenToDiffer, mismatches } = compareProxyWorld(world, kubernetes)
    expect(mismatches.slice(0, 3)).toEqual([])
    expect(services).toBe(240)
    expect(compared).toBeGreaterThan(6_000)
    // Where we call kube-proxy's choice undefined it was often seen to change its mind; elsewhere it never does.
    expect(open).toBeGreaterThan(80)
    expect(seenToDiffer).toBeGreaterThan(40)
  })

  test.for([...PROXY_BUGS])('notices the planted bug: $name', async bug => {
    const { mismatches } = await withPlantedBug(bug, rules => compareProxyWorld(world, rules))
    expect(mismatches).not.toEqual([])
  })
})

describe('[L8]', () => {
  let world: DnsWorld
  let ask: AskDns

  beforeAll(async () => {
    const server = createAskDns(String(plane().dnsServer))
    world = await makeDnsWorld(plane(), { random: new Random(DNS_SEED), ask: server, count: 150, tag: 'dns' })
    ask = rememberAnswers(server)
  })

  test(`150 Services with pods or hand-made slices: every name resolves as CoreDNS has it (seed ${DNS_SEED})`, async () => {
    const { services, listed, resolving, others, mismatches } = await compareDnsWorld(world, kubernetes, ask)
    expect(mismatches.slice(0, 3)).toEqual([])
    expect(services).toBe(150)
    expect(listed).toBeGreaterThan(1_500)
    expect(resolving).toBeGreaterThan(1_000)
    expect(others).toBeGreaterThan(2_500)
  })

  test.for([...DNS_BUGS])('notices the planted bug: $name', async bug => {
    const { mismatches } = await withPlantedBug(bug, rules => compareDnsWorld(world, rules, ask))
    expect(mismatches).not.toEqual([])
  })
})

// Last: L7 asks for every Node there is.
test(`[L6] 60 Services with pods in random states: what we expect is what the real controller writes (seed ${CONTROLLER_SEED})`, async () => {
  const { services, endpoints, mismatches } = await checkControllerLaw(plane(), {
    random: new Random(CONTROLLER_SEED),
    count: 60,
    tag: 'controller',
  })
  expect(services).toBe(60)
  expect(endpoints).toBeGreaterThan(200)
  expect(mismatches.slice(0, 3)).toEqual([])
})
