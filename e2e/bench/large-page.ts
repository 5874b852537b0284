import { setTimeout } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import type { OwnCluster } from '../own-cluster.ts'
import { type Measure, median } from './measures.ts'
import { framesMeasure } from './wheel-frames.ts'

const REST_MS = 10_000
/** Share of a core, in %. */
const REST_GOAL = 1
const FLIPS = 5
const TIMES = 5

interface Shown {
  readonly page: Page
  readonly floor: Page
  readonly cluster: OwnCluster
  /** In team-1; both pages show as many cells as it has pods. */
  readonly service: string
}

/** What a page costs that shows one large Service: at rest, while 1 % of it flips each second, and as a picture. */
export async function measureLargePage(shown: Shown): Promise<readonly Measure[]> {
  return [await atRest(shown), await whileFlipping(shown), await asPicture(shown)]
}

async function atRest({ page, service }: Shown): Promise<Measure> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const busy = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0
  }
  const before = await busy()
  await setTimeout(REST_MS)
  const value = (100_000 * ((await busy()) - before)) / REST_MS
  await session.detach()
  return { what: `tab with ${service} at rest`, value, floor: REST_GOAL, unit: '% of a core', note: 'floor: the goal' }
}

async function whileFlipping({ page, floor, cluster, service }: Shown): Promise<Measure> {
  const frames = async (each: Page) => {
    await each.evaluate(() => globalThis.probe.startFrames())
    for (let round = 0; round < FLIPS; round += 1) {
      flipSome(cluster, service, round)
      await setTimeout(1_000)
    }
    return each.evaluate(() => globalThis.probe.stopFrames())
  }
  return framesMeasure(`1 % of ${service} flipping each second`, await frames(page), await frames(floor))
}

/** Turns the readiness of one endpoint in a hundred. */
function flipSome({ storage }: OwnCluster, service: string, round: number): void {
  for (const { metadata, endpoints } of storage.list('endpointslices')) {
    if (metadata.labels?.['kubernetes.io/service-name'] !== service) continue
    const flipped = (endpoints ?? []).map((endpoint, at) => {
      const ready = at === 0 ? round % 2 === 1 : endpoint.conditions?.ready !== false
      return { ...endpoint, conditions: { ready, serving: ready } }
    })
    storage.patch('endpointslices', { namespace: 'team-1', name: metadata.name }, { endpoints: flipped })
  }
}

async function asPicture({ page, cluster, service }: Shown): Promise<Measure> {
  const path = `/api/clusters/${cluster.slug}/namespaces/team-1/services/${service}/picture.png?format=full`
  const value = await timeOf(async () => (await cluster.slicescope.get(path)).arrayBuffer())
  const floor = await timeOf(() => page.screenshot())
  return {
    what: `full picture of ${service} as PNG`,
    value,
    floor,
    unit: 'ms',
    note: "floor: the browser's screenshot; goal: 2",
  }
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  await work()
  const times: number[] = []
  for (let time = 0; time < TIMES; time += 1) {
    const begun = performance.now()
    await work()
    times.push(performance.now() - begun)
  }
  return median(times)
}
