import { readFile } from 'node:fs/promises'
import { expect, test, vi } from 'vitest'
import { systemClock } from '../clock.ts'
import type { ExecEntry, UserEntry } from '../kubeconfig/entries.ts'
import { ANONYMOUS } from '../kubeconfig/kube-context.ts'
import { settle, VirtualClock } from '../law/virtual-clock.ts'
import { createTempFolder } from '../testing/temp-folder.ts'
import { createCredentials, type CredentialsOptions } from './credentials.ts'
import { ExecPlugin } from './exec-plugin.ts'

const cluster = {
  server: 'https://x',
  caFile: undefined,
  caData: undefined,
  skipTlsVerify: false,
  tlsServerName: undefined,
  proxyUrl: undefined,
}

function credentialsOf(user: Partial<UserEntry>, options: Partial<CredentialsOptions> = {}) {
  return createCredentials({
    user: { ...ANONYMOUS, ...user },
    cluster,
    env: process.env,
    clock: systemClock,
    ...options,
  })
}

/** A plugin that is a shell script. */
function shell(script: string, exec: Partial<ExecEntry> = {}): ExecEntry {
  return {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: 'sh',
    args: ['-c', script],
    env: {},
    installHint: undefined,
    interactiveMode: 'IfAvailable',
    provideClusterInfo: false,
    ...exec,
  }
}

const printing = (status: object) => `printf %s '${JSON.stringify({ kind: 'ExecCredential', status })}'`

const headers = async (user: Partial<UserEntry>) => (await credentialsOf(user).get()).headers

test('a token, a name and password, nobody; and whom to impersonate', async () => {
  expect(await headers({ token: 'abc\n' })).toEqual({ authorization: 'Bearer abc' })
  expect(await headers({ username: 'a', password: 'b' })).toEqual({ authorization: `Basic ${btoa('a:b')}` })
  expect(await headers({})).toEqual({})
  expect(await headers({ impersonate: { 'impersonate-user': ['x'], 'impersonate-group': ['g', 'h'] } })).toEqual({
    'impersonate-user': ['x'],
    'impersonate-group': ['g', 'h'],
  })
})

test('a client certificate comes from data or from files, read again each time', async () => {
  await using folder = await createTempFolder()
  const certFile = await folder.write('cert', 'one')
  const keyFile = await folder.write('key', 'k')
  const credentials = credentialsOf({ certFile, keyFile })
  expect((await credentials.get()).certificate).toEqual({ cert: 'one', key: 'k' })
  await folder.write('cert', 'two')
  expect((await credentials.get()).certificate).toEqual({ cert: 'two', key: 'k' })
  const inline = credentialsOf({ certData: btoa('inline'), certFile: '/none', keyData: btoa('key') })
  expect((await inline.get()).certificate).toEqual({ cert: 'inline', key: 'key' })
  await expect(credentialsOf({ certFile: '/none', keyFile }).get()).rejects.toThrow(
    'The client certificate /none cannot be read: make it readable, or correct the kubeconfig.',
  )
})

test('a token file is read once a minute, and at once when the token is refused', async () => {
  await using folder = await createTempFolder()
  const clock = new VirtualClock()
  const tokenFile = await folder.write('token', 'one\n')
  const credentials = credentialsOf({ tokenFile, token: 'not this one' }, { clock })
  const token = async () => (await credentials.get()).headers['authorization']
  expect(await token()).toBe('Bearer one')
  await folder.write('token', 'two')
  expect(await token()).toBe('Bearer one')
  await clock.advance(60_000)
  expect(await token()).toBe('Bearer two')
  const refused = await credentials.get()
  expect(await credentials.renew(refused)).toBe(false)
  await folder.write('token', 'three')
  expect(await credentials.renew(refused)).toBe(true)
  expect(await token()).toBe('Bearer three')
})

test('a plugin’s token is kept until shortly before it ends', async () => {
  await using folder = await createTempFolder()
  const clock = new VirtualClock()
  const ends = new Date(clock.now() + 300_000).toISOString()
  const script = `echo run >> ${folder.path}/runs; ${printing({ token: 'abc', expirationTimestamp: ends })}`
  const credentials = credentialsOf({ exec: shell(script) }, { clock })
  const runs = async () => (await readFile(`${folder.path}/runs`, 'utf8')).split('run').length - 1
  expect((await Promise.all([credentials.get(), credentials.get()])).map(({ headers }) => headers)).toEqual([
    { authorization: 'Bearer abc' },
    { authorization: 'Bearer abc' },
  ])
  await clock.advance(280_000)
  await credentials.get()
  expect(await runs()).toBe(1)
  await clock.advance(15_000)
  const refused = await credentials.get()
  expect(await runs()).toBe(2)
  // A server that refuses every token does not make it run without end.
  expect(await credentials.renew(refused)).toBe(false)
  await clock.advance(20_000)
  expect(await credentials.renew(refused)).toBe(true)
  const again = await credentials.get()
  expect(await runs()).toBe(3)
  // Nor for ever at the same pace.
  await clock.advance(20_000)
  expect(await credentials.renew(again)).toBe(false)
  await clock.advance(41_000)
  expect(await credentials.renew(again)).toBe(true)
})

test('a plugin that fails is run after 15 s, 30 s and so on, at most every 5 min, and at once when a person asks', async () => {
  await using folder = await createTempFolder()
  const clock = new VirtualClock()
  const script = `echo run >> ${folder.path}/runs; echo not today >&2; exit 1`
  const credentials = credentialsOf({ exec: shell(script) }, { clock })
  const runs = async () => (await readFile(`${folder.path}/runs`, 'utf8')).split('run').length - 1
  const times: number[] = []
  for (let second = 0, seen = 0; second < 1_000; second += 5) {
    await expect(credentials.get()).rejects.toThrow(/ended with code 1, saying: not today/)
    if ((await runs()) > seen) times.push(second)
    seen = await runs()
    await clock.advance(5_000)
  }
  expect(times.map((at, index) => at - (times[index - 1] ?? 0))).toEqual([0, 15, 30, 60, 120, 240, 300])
  credentials.retry()
  await expect(credentials.get()).rejects.toThrow(/not today/)
  expect(await runs()).toBe(times.length + 1)
})

test('a plugin that prints garbage without end has failed', async () => {
  await expect(credentialsOf({ exec: shell('yes') }).get()).rejects.toThrow(/printed more than \d+ KiB/)
})

test('a plugin that prints what has expired is not run for each request', async () => {
  await using folder = await createTempFolder()
  const clock = new VirtualClock()
  const expired = printing({ token: 'abc', expirationTimestamp: '2020-01-01T00:00:00Z' })
  const credentials = credentialsOf({ exec: shell(`echo run >> ${folder.path}/runs; ${expired}`) }, { clock })
  for (let second = 0; second < 600; second += 10) {
    await credentials.get()
    await clock.advance(10_000)
  }
  expect((await readFile(`${folder.path}/runs`, 'utf8')).split('run').length - 1).toBeLessThan(7)
})

test('a plugin is told of the cluster, gets its own environment, and no terminal', async () => {
  const script = `
    test -t 0 && exit 3
    (: < /dev/tty) 2> /dev/null && exit 4
    printf '{"status":{"clientCertificateData":"%s","clientKeyData":"%s"}}' "$OWN" "$(echo "$KUBERNETES_EXEC_INFO" | base64 -w0)"`
  const exec = shell(script, { env: { OWN: 'mine' }, provideClusterInfo: true })
  const { certificate } = await credentialsOf({ exec }).get()
  expect(certificate?.cert).toBe('mine')
  expect(JSON.parse(atob(certificate?.key as string))).toEqual({
    apiVersion: 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    spec: { interactive: false, cluster: { server: 'https://x' } },
  })
})

test.for([
  [
    'ends with a code',
    shell('echo "please log in" >&2; exit 7'),
    /^The credential plugin sh ended with code 7, saying: please log in; run it in a terminal: sh -c '.*'$/,
  ],
  [
    'prints no credential',
    shell('echo secret-thing'),
    /^The credential plugin sh printed no ExecCredential: run it in a terminal to see why\.$/,
  ],
  ['gives nothing', shell(printing({})), /^The credential plugin sh returned neither a token nor a certificate\.$/],
  [
    'needs a terminal',
    shell('', { interactiveMode: 'Always', args: ['-c', "a b'c"] }),
    /^The credential plugin sh needs a terminal, which Slicescope does not provide: run it in a terminal: sh -c 'a b'\\''c'$/,
  ],
  [
    'is not there',
    shell('', { command: 'no-such-plugin', installHint: 'get it at x.test' }),
    /^The credential plugin no-such-plugin is not installed: get it at x\.test$/,
  ],
] as const)('a plugin that %s: one sentence with the command to run', async ([, exec, said]) => {
  await expect(credentialsOf({ exec }).get()).rejects.toThrow(said)
})

test('what a waiting plugin asks for is shown, and it is ended with all that it started', async () => {
  await using folder = await createTempFolder()
  const asked: (string | null)[] = []
  const script = `echo 'open https://x.test and enter ABC' >&2; sleep 60 & echo $! > ${folder.path}/child; wait`
  const plugin = new ExecPlugin({
    exec: shell(script),
    cluster,
    env: process.env,
    clock: systemClock,
    onAsked: text => asked.push(text),
    limit: 300,
  })
  await expect(plugin.get()).rejects.toThrow(/^The credential plugin sh did not end within 0\.3 s, saying: open https:/)
  expect(asked[0]).toMatch(
    /^The credential plugin sh says: open https:\/\/x\.test and enter ABC; if it waits for you, run/,
  )
  await vi.waitUntil(() => asked.at(-1) === null)
  await untilEnded(Number(await readFile(`${folder.path}/child`, 'utf8')))
})

test('a plugin that waits is ended, with all that it started, when the connection is closed', async () => {
  await using folder = await createTempFolder()
  const script = `sleep 60 & echo $! > ${folder.path}/child; echo waiting >&2; wait`
  const isWaiting = Promise.withResolvers<void>()
  const plugin = new ExecPlugin({
    exec: shell(script),
    cluster,
    env: process.env,
    clock: systemClock,
    onAsked: () => isWaiting.resolve(),
  })
  const got = plugin.get()
  await isWaiting.promise
  plugin.close()
  await expect(got).rejects.toThrow(/^The credential plugin sh was ended by SIGKILL/)
  await untilEnded(Number(await readFile(`${folder.path}/child`, 'utf8')))
  await expect(plugin.get()).rejects.toThrow(/abort/)
})

function untilEnded(pid: number): Promise<unknown> {
  return vi.waitUntil(async () => {
    await settle()
    return !(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '0 (x) Z')).match(/\) [RSD]/)
  })
}

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')

test('an oidc token is taken as client-node takes it', async () => {
  const token = `${encode({ alg: 'none' })}.${encode({ exp: 4_000_000_000 })}.c2ln`
  const credentials = credentialsOf({ authProvider: { name: 'oidc', config: { 'id-token': token } } })
  expect((await credentials.get()).headers).toEqual({ authorization: `Bearer ${token}` })
}, 30_000)
