import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSynthetic, type Storage } from '@slicescope/demo-cluster'
import { expect, expectOpen, openPage, test } from './slicescope-test.ts'

const PATH = '/ns/team-1/svc/service-1'

function small(): Storage {
  return createSynthetic({ services: 1, podsPerService: 3, nodes: 2, zones: 2 })
}

/** Its API's address and what it asks of a client, as another kubeconfig needs them. */
async function readAccess(kubeconfig: string) {
  const text = await readFile(kubeconfig, 'utf8')
  const find = (pattern: RegExp) => pattern.exec(text)?.[1] ?? ''
  return {
    server: find(/(https:\/\/[\d.:]+)/),
    ca: find(/certificate-authority-data"?: *"?([^"\s,]+)/),
    token: find(/token"?: *"?([^"\s,]+)/),
  }
}

interface Written {
  readonly folder: string
  readonly cluster: object
  readonly user: object
}

async function writeKubeconfig({ folder, cluster, user }: Written): Promise<string> {
  const path = join(folder, 'kubeconfig-own')
  const named = { name: 'own', context: { cluster: 'own', user: 'own' } }
  const rest = { clusters: [{ name: 'own', cluster }], users: [{ name: 'own', user }] }
  await writeFile(
    path,
    JSON.stringify({ apiVersion: 'v1', kind: 'Config', 'current-context': 'own', contexts: [named], ...rest }),
  )
  return path
}

test('a failed login is shown with what it said; after it, Try again needs no waiting', async ({
  strictPage: page,
  startApi,
  start,
}, info) => {
  const folder = info.outputPath('plugin')
  await mkdir(folder, { recursive: true })
  const { server, ca, token } = await readAccess(await startApi(small(), folder))
  const credential = { apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status: { token } }
  const [plugin, ticket] = [join(folder, 'plugin'), join(folder, 'ticket')]
  const script = `#!/bin/sh\ncat '${ticket}' 2>/dev/null && exit 0\necho 'your ticket has expired' >&2\nexit 1\n`
  await writeFile(plugin, script, { mode: 0o700 })
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: plugin, interactiveMode: 'Never' }
  const cluster = { server, 'certificate-authority-data': ca }
  const kubeconfig = await writeKubeconfig({ folder, cluster, user: { exec } })
  const slicescope = await start({ args: ['--kubeconfig', kubeconfig] })
  await openPage(page, slicescope, `/c/own${PATH}`)
  await expect(page.getByTestId('condition')).toHaveAttribute('data-kind', 'unreachable', { timeout: 30_000 })
  await expect(page.getByTestId('condition')).toContainText('your ticket has expired')
  await writeFile(ticket, JSON.stringify(credential))
  // By itself it is run again after 15 s, then after ever longer.
  await page.getByTestId('condition').getByRole('button', { name: 'Try again' }).click()
  await expectOpen(page, 'service-1')
  await expect(page.getByTestId('freshness')).toContainText('LIVE')
})

test('a connection that is not verified is marked beside the state, in the title, and in red', async ({
  strictPage: page,
  startApi,
  start,
}, info) => {
  const folder = info.outputPath('insecure')
  await mkdir(folder, { recursive: true })
  const { server, token } = await readAccess(await startApi(small(), folder))
  const cluster = { server, 'insecure-skip-tls-verify': true }
  const kubeconfig = await writeKubeconfig({ folder, cluster, user: { token } })
  const slicescope = await start({ args: ['--kubeconfig', kubeconfig] })
  await openPage(page, slicescope, `/c/own${PATH}`)
  await expectOpen(page, 'service-1')
  const mark = page.getByTestId('freshness').getByText('UNVERIFIED TLS', { exact: true })
  await expect(mark).toHaveAttribute('style', /--text-not-ready/)
  await expect(page).toHaveTitle(/UNVERIFIED TLS/)
})

test('an object with an invalid field is left out, and the page names it and the field', async ({
  strictPage: page,
  startOwn,
}) => {
  const storage = small()
  storage.create('pods', { metadata: { namespace: 'team-1', name: 'odd-one' }, spec: JSON.parse('{"nodeName": 5}') })
  const own = await startOwn(storage)
  await openPage(page, own.slicescope, `/c/${own.slug}${PATH}`)
  await expectOpen(page, 'service-1')
  await expect(page.getByTestId('freshness')).toContainText(/pods: 1 left out .*team-1\/odd-one .*nodeName/)
  await expect(page.getByTestId('inspector').locator('[data-count=ready]')).toHaveText('3')
})

test('a wall clock that is set back is shown, and the state stays LIVE', async ({ strictPage: page, start }, info) => {
  const preload = info.outputPath('step-clock.mjs')
  // What setting the clock of the machine does to this one process.
  await writeFile(
    preload,
    `const now = Date.now
let stepped = 0
Date.now = () => now() + stepped
process.on('SIGWINCH', () => {
  stepped = -180_000
})
`,
  )
  const slicescope = await start({ args: ['--demo', 'odd'], env: { NODE_OPTIONS: `--import=${preload}` } })
  await openPage(page, slicescope)
  await expect(page.getByTestId('freshness')).toContainText('LIVE', { timeout: 30_000 })
  process.kill(slicescope.pid, 'SIGWINCH')
  await expect(page.getByTestId('freshness')).toContainText(/clock set back 3 min at \d\d:\d\d:\d\d UTC/)
  await expect(page.getByTestId('freshness')).toHaveAttribute('data-state', 'LIVE')
})
