import { writeFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { createStorage, createSynthetic, type Storage } from '@slicescope/demo-cluster'
import { type OwnCluster, startOwnCluster } from '../own-cluster.ts'
import { expect, expectOpen, openPage, test } from './slicescope-test.ts'

const SIZES = [1, 0, 260, 5000]

test.describe('Services of every size', () => {
  let own: OwnCluster
  test.beforeAll(async () => {
    own = await startOwnCluster(createSynthetic({ services: SIZES.length, podsPerService: SIZES, nodes: 60, zones: 3 }))
  })
  test.afterAll(() => own.stop())

  for (const [index, size] of SIZES.entries()) {
    test(`${size} pods: counted, and drawn without leaving one out`, async ({ strictPage: page }, info) => {
      const name = `service-${index + 1}`
      await openPage(page, own.slicescope, `/c/${own.slug}/ns/team-1/svc/${name}`)
      await expectOpen(page, name)
      await expect(page.getByTestId('inspector').locator('[data-count=ready]')).toHaveText(size.toLocaleString('en'))
      await expect(page.locator('.react-flow__node').first()).toBeVisible()
      // Pods that a selector nearly matches are drawn where it matches none.
      if (size > 0) await expect(page.locator('canvas.cells')).toHaveCount(Math.min(size, 3))
      await page.getByRole('radio', { name: 'Table' }).click()
      await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', `${size + 1}`)
      await page.getByRole('radio', { name: 'Graph' }).click()
      await page.screenshot({ path: info.outputPath(`${size}.png`) })
    })
  }
})

test.describe('what is written while the page is open', () => {
  let own: OwnCluster
  test.beforeAll(async () => {
    own = await startOwnCluster(createSynthetic({ services: 3, podsPerService: 4, nodes: 3, zones: 3 }))
  })
  test.afterAll(() => own.stop())

  test('all is well: said so, with counts', async ({ strictPage: page }) => {
    await openPage(page, own.slicescope)
    await expect(page.getByTestId('all-well')).toContainText('3 Services, 12 of 12 backends ready')
  })

  test('a Service deleted while open keeps its last picture; made again, it is shown', async ({ strictPage: page }) => {
    await openPage(page, own.slicescope, `/c/${own.slug}/ns/team-1/svc/service-2`)
    await expectOpen(page, 'service-2')
    own.storage.delete('services', { namespace: 'team-1', name: 'service-2' })
    await expect(page.getByTestId('banner')).toContainText(/deleted .*; this is its last picture/)
    await expect(page).toHaveTitle(/deleted service-2/)
    const verdict = page.getByRole('region', { name: 'Verdict' })
    await expect(verdict).toContainText('DELETED')
    await expect(verdict).toContainText(/Deleted at .*, before that: .*4 of 4 ready backends/)
    await expect(page.locator('.react-flow__node').first()).toBeVisible()
    own.storage.create('services', {
      metadata: { namespace: 'team-1', name: 'service-2' },
      spec: { selector: { app: 'service-2' }, ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }] },
    })
    await expect(page.getByTestId('banner')).toHaveCount(0)
    await expect(page).toHaveTitle(/4\/4 service-2/)
  })

  test('a loss and its recovery show in headline, group of the list, icon and title', async ({ strictPage: page }) => {
    const turn = (ready: boolean) => {
      for (const slice of own.storage.list('endpointslices')) {
        if (slice.metadata.labels?.['kubernetes.io/service-name'] !== 'service-3') continue
        const endpoints = (slice.endpoints ?? []).map(endpoint => ({
          ...endpoint,
          conditions: { ready, serving: ready },
        }))
        own.storage.patch('endpointslices', { namespace: 'team-1', name: slice.metadata.name }, { endpoints })
      }
    }
    await openPage(page, own.slicescope, `/c/${own.slug}/ns/team-1/svc/service-3`)
    await expectOpen(page, 'service-3')
    turn(false)
    const verdict = page.getByRole('region', { name: 'Verdict' })
    await expect(verdict).toContainText(/all 4 backends became not ready at \d\d:\d\d:\d\d UTC/i)
    await expect(verdict).toContainText('CRITICAL')
    const row = page.getByRole('option').filter({ hasText: 'service-3' })
    await expect(row.getByRole('img', { name: 'down' })).toBeVisible()
    await expect(page.getByRole('listbox', { name: 'Services' })).toContainText(/Needs attention.*service-3/)
    await expect(page).toHaveTitle(/^0\/4 service-3/)
    turn(true)
    await expect(verdict).toContainText(/Recovered at \d\d:\d\d:\d\d UTC after \d+ s: all 4 backends were not ready/)
    await expect(row.getByRole('img', { name: 'recovered' })).toBeVisible()
    await expect(page.getByRole('listbox', { name: 'Services' })).toContainText(/Recovered.*service-3/)
    await expect(page).toHaveTitle(/^4\/4 service-3, recovered/)
  })

  test('a server that says nothing any more is told as STALE, over the last picture, and heals', async ({
    strictPage: page,
  }) => {
    await openPage(page, own.slicescope, `/c/${own.slug}/ns/team-1/svc/service-1`)
    await expectOpen(page, 'service-1')
    // The picture's own code is loaded behind the rest, by the server that is to fall silent.
    await expect(page.locator('.react-flow__node').first()).toBeVisible()
    const stage = page.locator('.stage')
    const place = await stage.boundingBox()
    own.slicescope.pause()
    await expect(page.getByTestId('freshness')).toContainText('STALE', { timeout: 30_000 })
    await expect(page).toHaveTitle(/^STALE/)
    await expect(page.getByTestId('banner')).toContainText('STALE')
    // What comes over the picture does not move it.
    expect(await stage.boundingBox()).toEqual(place)
    await expect(page.getByTestId('verdict')).toContainText(
      /^As of \d\d:\d\d:\d\d UTC \(stale\): Backends are serving: /,
    )
    await expect(page.locator('.react-flow__node').first()).toBeVisible()
    own.slicescope.resume()
    await expect(page.getByTestId('freshness')).toContainText('LIVE', { timeout: 30_000 })
    await expect(page).toHaveTitle(/^4\/4 service-1/)
  })
})

/** Reads as another name: what follows the first hidden character is turned around. */
const TURNED = 'pod\u202Eexe.\u200Bgnp'
const PAYLOADS = [
  '<img src=x onerror=alert(1)>',
  '"><script>alert(2)</script>',
  "');alert(3)//",
  '{{7*7}}${7*7}',
  TURNED,
]

/** Names, labels, zones and texts that the real API would refuse, too: whatever it sends stays text. */
function hostileStorage(): Storage {
  const storage = createStorage({ now: () => Date.parse('2026-11-26T12:00:00Z'), random: Math.random })
  storage.create('namespaces', { metadata: { name: 'hostile' } })
  const [zone = '', port = '', label = '', name = ''] = PAYLOADS
  storage.create('nodes', { metadata: { name: 'node-x', labels: { 'topology.kubernetes.io/zone': zone } } })
  storage.create('services', {
    metadata: { namespace: 'hostile', name: 'victim', labels: { [label]: label, [TURNED]: TURNED } },
    spec: {
      selector: { [name]: label, app: zone },
      ports: [{ name: port, port: 80, targetPort: port, protocol: 'TCP' }],
    },
  })
  storage.create('endpointslices', {
    metadata: { namespace: 'hostile', name: 'victim-1', labels: { 'kubernetes.io/service-name': 'victim' } },
    addressType: 'IPv4',
    ports: [{ name: port, port: 80, protocol: 'TCP' }],
    endpoints: PAYLOADS.map((text, index) => ({
      addresses: [`10.0.0.${index + 1}`],
      conditions: { ready: index > 1 },
      nodeName: text,
      zone: text,
      hostname: text,
      targetRef: { kind: 'Pod', namespace: 'hostile', name: text, uid: `uid-${index}` },
    })),
  })
  return storage
}

test('hostile labels, names and zones stay text, in list, picture, tooltip, table and details', async ({
  strictPage: page,
  startOwn,
}) => {
  const own = await startOwn(hostileStorage())
  const dialogs: string[] = []
  page.on('dialog', dialog => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  await openPage(page, own.slicescope, `/c/${own.slug}/ns/hostile/svc/victim`)
  await expectOpen(page, 'victim')
  await expect(page.getByTestId('inspector')).toContainText('<img src=x onerror=alert(1)>')
  expect(await hiding(page)).toEqual([])
  await page.locator('.react-flow__node .group').first().hover()
  await page.locator('.zone-strip .zone').first().click()
  await page.getByRole('radio', { name: 'Table' }).click()
  for (const row of await page.getByRole('grid').getByRole('row').all()) await row.click()
  await expect(page.getByRole('grid')).toContainText(String.raw`pod\u202eexe.\u200bgnp`)
  expect(await hiding(page)).toEqual([])
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox', { name: 'Search everything' })).toBeFocused()
  await page.keyboard.type('gnp')
  await expect(page.getByRole('dialog')).toContainText(String.raw`pod\u202eexe.\u200bgnp`)
  expect(await hiding(page)).toEqual([])
  expect(await page.locator('img, script:not([src])').count()).toBe(0)
  expect(dialogs).toEqual([])
})

/** What people read on the page, or hear, in which characters hide or turn it around. */
function hiding(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const texts = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)
    const found: string[] = []
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const read =
        node instanceof Element
          ? ['title', 'alt', 'aria-label', 'aria-description', 'aria-valuetext'].map(name => node.getAttribute(name))
          : [node.textContent]
      found.push(...read.flatMap(text => (text !== null && /[\u202E\u200B]/.test(text) ? text : [])))
    }
    return found
  })
}

/** Elements that reach over the screen's right edge, where nothing between cuts them off. */
function tooWide(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const { scrollWidth } = document.documentElement
    if (scrollWidth <= innerWidth) return []
    return [...document.querySelectorAll('body *')]
      .filter(each => each.getBoundingClientRect().right > innerWidth)
      .slice(0, 5)
      .map(each => each.outerHTML.slice(0, 120))
  })
}

test('names as long as Kubernetes allows break nothing at any width', async ({ strictPage: page, startOwn }) => {
  const storage = createStorage({ now: () => Date.parse('2026-11-26T12:00:00Z'), random: Math.random })
  const long = 'a'.repeat(62)
  storage.create('namespaces', { metadata: { name: `n${long}` } })
  storage.create('services', {
    metadata: { namespace: `n${long}`, name: `s${long}` },
    spec: { selector: { app: `s${long}` }, ports: [{ name: 'http', port: 80, protocol: 'TCP' }] },
  })
  storage.create('endpointslices', {
    metadata: {
      namespace: `n${long}`,
      name: `s${long}-abcde`,
      labels: { 'kubernetes.io/service-name': `s${long}` },
    },
    addressType: 'IPv6',
    ports: [{ name: 'http', port: 80, protocol: 'TCP' }],
    endpoints: [1, 2].map(at => ({
      addresses: [`fd00:1111:2222:3333:4444:5555:6666:${at}${at}${at}${at}`],
      conditions: { ready: at === 1 },
      zone: `z${long}`,
      nodeName: `${'node.'.repeat(40)}example`,
      targetRef: { kind: 'Pod', namespace: `n${long}`, name: `${'pod-'.repeat(60)}${at}`, uid: `${at}` },
    })),
  })
  const own = await startOwn(storage)
  await openPage(page, own.slicescope, `/c/${own.slug}/ns/n${long}/svc/s${long}`)
  for (const width of [1440, 1024, 390]) {
    await page.setViewportSize({ width, height: 844 })
    await expectOpen(page, `s${long}`)
    expect(await tooWide(page)).toEqual([])
  }
})

test('without any right the page says so, in words of its own; without pods it draws and names what it lacks', async ({
  strictPage: page,
  startOwn,
}) => {
  const nobody = await startOwn(createSynthetic({ services: 1, podsPerService: 2, nodes: 1, zones: 1 }), 'nobody')
  await openPage(page, nobody.slicescope)
  await expect(page.getByTestId('condition')).toHaveAttribute('data-kind', 'forbidden')
  const blinkered = await startOwn(
    createSynthetic({ services: 1, podsPerService: 2, nodes: 1, zones: 1 }),
    'without-pods',
  )
  await openPage(page, blinkered.slicescope, `/c/${blinkered.slug}/ns/team-1/svc/service-1`)
  await expectOpen(page, 'service-1')
  await expect(page.getByTestId('freshness')).toContainText('PARTIAL')
  await expect(page.getByTestId('freshness')).toContainText('pods: no permission')
  await expect(page.getByTestId('inspector').locator('[data-count=ready]')).toHaveText('2')
})

test('an API server out of reach at the start: the page opens, says so and why', async ({
  strictPage: page,
  start,
}, info) => {
  const kubeconfig = info.outputPath('kubeconfig')
  await writeFile(
    kubeconfig,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'gone',
      clusters: [{ name: 'gone', cluster: { server: 'https://127.0.0.1:1' } }],
      contexts: [{ name: 'gone', context: { cluster: 'gone', user: 'me' } }],
      users: [{ name: 'me', user: { token: 'none' } }],
    }),
  )
  const slicescope = await start({ args: ['--kubeconfig', kubeconfig] })
  await openPage(page, slicescope)
  await expect(page.getByTestId('condition')).toHaveAttribute('data-kind', 'unreachable')
  const condition = page.getByTestId('condition')
  await expect(condition).toContainText('gone has not been reached yet')
  await expect(condition).toContainText('connection refused')
  await expect(condition).toContainText('API server https://127.0.0.1:1, context gone')
  await expect(condition).toContainText(/Next attempt at \d\d:\d\d:\d\d \S+|Trying now/)
  await expect(page.getByTestId('freshness').locator('.mark')).toHaveText(['BLIND'])
  await expect(page.getByTestId('banner')).toHaveCount(0)
  await expect(page).toHaveTitle(/^BLIND/)
})
