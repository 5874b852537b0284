import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTempFolder, type TempFolder } from '../testing/temp-folder.ts'
import { inClusterContext } from './in-cluster.ts'
import { type KubeconfigOptions, loadKubeconfig } from './load-kubeconfig.ts'

/** A kubeconfig with one context a name, and a cluster and a user of the same name. */
function config(names: readonly string[], { current = '', server = 'https://one' } = {}): string {
  return JSON.stringify({
    'current-context': current,
    clusters: names.map(name => ({
      name,
      cluster: { server: `${server}/${name}`, 'certificate-authority': 'ca.pem' },
    })),
    users: names.map(name => ({ name, user: { token: `${server} ${name}` } })),
    contexts: names.map(name => ({ name, context: { cluster: name, user: name } })),
  })
}

async function load(options: Partial<KubeconfigOptions>) {
  return loadKubeconfig({ env: {}, ...options })
}

async function loaded(options: Partial<KubeconfigOptions>) {
  const result = await load(options)
  if (result.type !== 'loaded') throw new Error(JSON.stringify(result))
  return result
}

async function message(options: Partial<KubeconfigOptions>): Promise<string> {
  const result = await load(options)
  return result.type === 'failed' ? `${result.error.code}: ${result.error.message}` : result.type
}

/** Without the folder's random name. */
const plain = (text: string, { path }: TempFolder) => text.replaceAll(path, 'DIR')

test('the first file to name something gives the whole of it, and the first current-context counts', async () => {
  await using folder = await createTempFolder()
  const one = await folder.write('a/one', config(['red', 'blue']))
  const two = await folder.write('b/two', config(['blue', 'green'], { current: 'green', server: 'https://two' }))
  const three = await folder.write('three', config(['red'], { current: 'red', server: 'https://three' }))
  const result = await loaded({ paths: [one, join(folder.path, 'missing'), two, three] })
  expect(result.current.name).toBe('green')
  expect(result.contexts.map(({ name, cluster, user }) => [name, cluster.server, user.token])).toEqual([
    ['red', 'https://one/red', 'https://one red'],
    ['blue', 'https://one/blue', 'https://one blue'],
    ['green', 'https://two/green', 'https://two green'],
  ])
})

test('paths stand for files beside the kubeconfig that names them', async () => {
  await using folder = await createTempFolder()
  const one = await folder.write('a/one', config(['red']))
  const user = {
    'client-certificate': 'cert.pem',
    'client-key': '/abs/key.pem',
    tokenFile: 'token',
    exec: { command: './bin/login', apiVersion: 'client.authentication.k8s.io/v1' },
  }
  const two = await folder.write('b/two', JSON.stringify({ users: [{ name: 'red', user }] }))
  const { current } = await loaded({ paths: [two, one] })
  expect(current.cluster.caFile).toBe(join(folder.path, 'a/ca.pem'))
  expect([current.user.certFile, current.user.keyFile, current.user.tokenFile, current.user.exec?.command]).toEqual([
    join(folder.path, 'b/cert.pem'),
    '/abs/key.pem',
    join(folder.path, 'b/token'),
    join(folder.path, 'b/bin/login'),
  ])
})

test('a plugin’s command without a separator is left to the PATH', async () => {
  await using folder = await createTempFolder()
  const users = [{ name: 'red', user: { exec: { command: 'aws', args: ['eks'], env: [{ name: 'A', value: 'b' }] } } }]
  const contexts = [{ name: 'red', context: { cluster: 'red', user: 'red' } }]
  const clusters = [{ name: 'red', cluster: { server: 'https://x' } }]
  const path = await folder.write('one', JSON.stringify({ users, contexts, clusters }))
  const { current } = await loaded({ paths: [path] })
  expect(current.user.exec).toMatchObject({ command: 'aws', args: ['eks'], env: { A: 'b' } })
})

test('the option wins over KUBECONFIG, which wins over the home folder', async () => {
  await using folder = await createTempFolder()
  const home = await folder.write('.kube/config', config(['home']))
  const one = await folder.write('one', config(['one']))
  const two = await folder.write('two', config(['two']))
  const env = { HOME: folder.path, KUBECONFIG: `:${one}:${two}:${one}:` }
  expect((await loaded({ paths: [home], env })).contexts.map(({ name }) => name)).toEqual(['home'])
  expect((await loaded({ env, context: 'two' })).contexts.map(({ name }) => name)).toEqual(['one', 'two'])
  expect((await loaded({ env: { HOME: folder.path } })).current.name).toBe('home')
})

test('neither a kubeconfig nor a service account is no error', async () => {
  await using folder = await createTempFolder()
  expect(await load({ env: { HOME: folder.path } })).toEqual({ type: 'none' })
  expect(await load({ env: { HOME: folder.path, KUBECONFIG: ':' } })).toEqual({ type: 'none' })
})

const saidOf = (KUBECONFIG: string) => message({ env: { KUBECONFIG, KUBERNETES_SERVICE_HOST: 'x' } })

test('a KUBECONFIG none of whose files exists is an error that names them', async () => {
  expect(await saidOf('/no/one')).toBe(
    'no-context: The file /no/one does not exist, but KUBECONFIG names it: correct or unset KUBECONFIG, or pass --kubeconfig.',
  )
  expect(await saidOf('/no/one:/no/two')).toBe(
    'no-context: None of the files /no/one, /no/two exists, but KUBECONFIG names them: correct or unset KUBECONFIG, or pass --kubeconfig.',
  )
})

test('errors are one sentence that names the fix', async () => {
  await using folder = await createTempFolder()
  const broken = await folder.write('broken', 'clusters: [')
  const odd = await folder.write('odd', 'users: [{name: me, user: {token: 12}}]')
  const twice = await folder.write('twice', 'clusters: [{name: a, cluster: {}}, {name: a, cluster: {}}]')
  const several = await folder.write('several', config(['red', 'blue']))
  const lost = await folder.write('lost', 'contexts: [{name: a, context: {cluster: b}}]')
  const ftp = await folder.write('ftp', config(['red'], { server: 'ftp://x' }))
  const said = await Promise.all([
    message({ paths: [broken] }),
    message({ paths: [odd] }),
    message({ paths: [twice] }),
    message({ paths: [folder.path] }),
    message({ paths: [join(folder.path, 'missing')] }),
    message({ paths: [several] }),
    message({ paths: [several], context: 'green' }),
    message({ context: 'green', env: { HOME: folder.path } }),
    message({ paths: [lost] }),
    message({ paths: [ftp] }),
  ])
  const [brokenSaid = '', ...others] = said.map(text => plain(text, folder))
  expect(brokenSaid).toMatch(
    /^kubeconfig-invalid: Cannot parse kubeconfig DIR\/broken: .+\. Correct it, or pass another with --kubeconfig\.$/,
  )
  expect(others).toEqual([
    'kubeconfig-invalid: Cannot parse kubeconfig DIR/odd: in user "me", token is not a string. Correct it, or pass another with --kubeconfig.',
    'kubeconfig-invalid: Cannot parse kubeconfig DIR/twice: clusters has "a" twice. Correct it, or pass another with --kubeconfig.',
    'kubeconfig-unreadable: Cannot read kubeconfig DIR (EISDIR): check its mode, or pass another with --kubeconfig.',
    'no-context: No context found in DIR/missing: give --kubeconfig a file that exists and has one.',
    'no-context: The kubeconfig has no current-context: choose one with --context; available: red, blue.',
    'unknown-context: There is no context "green": choose one with --context; available: red, blue.',
    'no-context: There is no context "green", because no kubeconfig was found: pass one with --kubeconfig.',
    'kubeconfig-invalid: The context "a" names the cluster "b", which no kubeconfig defines: add it.',
    'kubeconfig-invalid: The context "red" names the cluster "red", whose server is no https:// or http:// address: correct it.',
  ])
})

const slugs = async (path: string) =>
  Object.fromEntries((await loaded({ paths: [path], context: 'x' })).contexts.map(({ name, slug }) => [name, slug]))

test('slugs are safe in a path, unique, and the same whatever the order', async () => {
  await using folder = await createTempFolder()
  const names = ['arn:aws:eks:eu-1:1:cluster/Prod', 'a b', 'a/b', 'demo', 'in-cluster', '..', 'x']
  const one = await folder.write('one', config(names))
  const two = await folder.write('two', config(names.toReversed()))
  const found = await slugs(one)
  expect(found).toEqual(await slugs(two))
  expect(new Set(Object.values(found)).size).toBe(names.length)
  for (const slug of Object.values(found)) expect(slug).toMatch(/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/)
  expect(found).toMatchObject({ 'arn:aws:eks:eu-1:1:cluster/Prod': 'arn-aws-eks-eu-1-1-cluster-prod', x: 'x' })
  expect(Object.values(found)).not.toContain('demo')
})

test('a pod follows its own cluster by its service account', async () => {
  await using folder = await createTempFolder()
  const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' }
  expect(await inClusterContext(env, folder.path)).toBeUndefined()
  await folder.write('token', 'abc')
  await folder.write('namespace', 'mine\n')
  expect(await inClusterContext({}, folder.path)).toBeUndefined()
  expect(await inClusterContext(env, folder.path)).toMatchObject({
    slug: 'in-cluster',
    namespace: 'mine',
    cluster: { server: 'https://[fd00::1]:443', caFile: join(folder.path, 'ca.crt') },
    user: { tokenFile: join(folder.path, 'token') },
  })
})
