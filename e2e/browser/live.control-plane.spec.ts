import {
  type ControlPlane,
  makeDeployment,
  makeNamespace,
  makeNodes,
  makeService,
  startControlPlane,
} from '@slicescope/control-plane'
import { must } from '@slicescope/model'
import type { Page } from '@playwright/test'
import type { ServiceView } from '@slicescope/view'
import { type SlicescopeProcess, startSlicescope } from '../slicescope-process.ts'
import { expect, expectOpen, openPage, test } from './slicescope-test.ts'

let plane: ControlPlane
let slicescope: SlicescopeProcess
let slug: string

test.beforeAll(async () => {
  test.setTimeout(240_000)
  plane = await startControlPlane()
  await makeNodes(plane.api, { count: 6, zones: ['eu-1a', 'eu-1b', 'eu-1c'] })
  await makeNamespace(plane.api, 'web')
  await makeService(plane.api, { namespace: 'web', name: 'checkout' })
  await makeDeployment(plane.api, { namespace: 'web', name: 'checkout', replicas: 12 })
  slicescope = await startSlicescope({ args: ['--kubeconfig', plane.kubeconfig.reader] })
  slug = (await (await slicescope.get('/api/clusters')).json()).clusters[0].slug
  await plane.settled()
})

test.afterAll(async () => {
  await slicescope?.stop()
  await plane?.stop()
})

const viewOf = async (name: string): Promise<ServiceView> =>
  (await slicescope.get(`/api/clusters/${slug}/namespaces/web/services/${name}`)).json()

test('kubectl scale moves the picture without reload, and every pod that stays keeps its place', async ({
  strictPage: page,
}) => {
  await openPage(page, slicescope, `/c/${slug}/ns/web/svc/checkout`)
  await expectOpen(page, 'checkout')
  await expect(page).toHaveTitle(/^12\/12 checkout/)
  await page.evaluate(() => document.body.setAttribute('data-not-reloaded', 'true'))
  // From five in a zone on, cards are of the small size.
  await plane.kubectl(['-n', 'web', 'scale', 'deployment/checkout', '--replicas=14'])
  await expect(page).toHaveTitle(/^14\/14 checkout/)
  const before = await placesOf(page, 14)
  await plane.kubectl(['-n', 'web', 'scale', 'deployment/checkout', '--replicas=15'])
  await expect(page).toHaveTitle(/^15\/15 checkout/)
  const after = await placesOf(page, 15)
  for (const [pod, place] of before) expect(after.get(pod), pod).toBe(place)
  const slots = new Map((await viewOf('checkout')).backends.map(({ name, slot }) => [name, slot]))
  await plane.kubectl(['-n', 'web', 'scale', 'deployment/checkout', '--replicas=10'])
  await expect(page).toHaveTitle(/^10\/10 checkout/)
  for (const { name, slot } of (await viewOf('checkout')).backends) expect(slot, name).toBe(slots.get(name))
  await expect(page.locator('body')).toHaveAttribute('data-not-reloaded', 'true')
})

test('a Service made by kubectl appears in the list; deleted, its picture stays and says so', async ({
  strictPage: page,
}) => {
  await openPage(page, slicescope, `/c/${slug}/ns/web/svc/checkout`)
  await plane.kubectl(['-n', 'web', 'create', 'service', 'clusterip', 'nobody', '--tcp=80:8080'])
  await page.locator('[data-service="web/nobody"]').click()
  await expectOpen(page, 'nobody')
  await expect(page.getByTestId('verdict')).toContainText(/matches 0 of \d+ pods in web/)
  await plane.kubectl(['-n', 'web', 'delete', 'service', 'nobody'])
  await expect(page.getByTestId('banner')).toContainText('deleted')
  await expect(page.locator('.react-flow__node').first()).toBeVisible()
})

test('kube-apiserver killed: the picture stays, says BLIND in words and title; back again, it heals', async ({
  strictPage: page,
}) => {
  await openPage(page, slicescope, `/c/${slug}/ns/web/svc/checkout`)
  await expectOpen(page, 'checkout')
  const { ready } = await viewOf('checkout')
  await plane.kill('kube-apiserver')
  await expect(page.getByTestId('freshness')).toContainText('BLIND', { timeout: 60_000 })
  await expect(page).toHaveTitle(new RegExp(`^BLIND ${ready}/${ready} checkout`))
  await expect(page.getByTestId('banner')).toContainText('BLIND')
  await expect(page.getByTestId('verdict')).toHaveText(
    new RegExp(
      `^As of \\d\\d:\\d\\d:\\d\\d UTC \\(stale\\): Backends are serving: Kubernetes routes to ${ready} of ${ready} ready`,
    ),
  )
  await expect(page.locator('.react-flow__node').first()).toBeVisible()
  await plane.restart('kube-apiserver')
  await plane.kubectl(['-n', 'web', 'scale', 'deployment/checkout', '--replicas=7'])
  await expect(page).toHaveTitle(/^7\/7 checkout/, { timeout: 90_000 })
  await expect(page.getByTestId('freshness')).toContainText('LIVE')
})

/** Picture units from one probe of the pointer to the next; smaller than a card either way. */
const STEP = { x: 60, y: 18 }

/** Once the picture has so many pods: their places. The title may be ahead of it. */
async function placesOf(page: Page, pods: number): Promise<ReadonlyMap<string, string>> {
  let places: ReadonlyMap<string, string> = new Map()
  await expect(async () => {
    places = await placesInPicture(page)
    expect(places.size).toBe(pods)
  }).toPass()
  return places
}

/** In which zone and where in it each pod is drawn, by name, in the picture's own units: found by pointing all over it. */
async function placesInPicture(page: Page): Promise<ReadonlyMap<string, string>> {
  const places = new Map<string, string>()
  await expect(page.locator('canvas.cells').first()).toBeVisible()
  for (const zone of await page.locator('.react-flow__node .group').all()) {
    const box = must((await zone.boundingBox()) ?? undefined, 'a zone in sight')
    const size = await zone.evaluate(each => ({ width: each.clientWidth, height: each.clientHeight }))
    const zoom = box.width / size.width
    const key = await zone.getAttribute('data-zone')
    for (let y = STEP.y; y < size.height; y += STEP.y) {
      for (let x = STEP.x; x < size.width; x += STEP.x) {
        await page.mouse.move(box.x + x * zoom, box.y + y * zoom)
        const name = await tooltipOf(page)
        if (name !== null && !places.has(name)) places.set(name, `${key} ${x},${y}`)
      }
    }
  }
  return places
}

/** React draws what the pointer is over when it has time for that: before the page is idle. */
function tooltipOf(page: Page): Promise<string | null> {
  return page.evaluate(async () => {
    await new Promise(resolve => requestAnimationFrame(() => requestIdleCallback(resolve, { timeout: 1000 })))
    return document.querySelector('[role=tooltip] code')?.textContent ?? null
  })
}
