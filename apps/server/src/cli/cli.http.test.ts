import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { tokenIn } from '../testing/test-server.ts'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const SECRET = 'a-secret-of-the-tests-that-is-long-enough'

let folder = ''
const started: ChildProcess[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slicescope-cli-'))
})

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

afterAll(() => rm(folder, { recursive: true }))

interface Run {
  readonly child: ChildProcess
  /** What it has printed so far. */
  readonly out: () => string
  readonly err: () => string
  readonly code: Promise<number | null>
}

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Run {
  const child = spawn(process.execPath, [MAIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Nothing of who runs the tests: no kubeconfig, no secret.
    env: { PATH: process.env['PATH'], HOME: folder, TMPDIR: folder, ...env },
  })
  started.push(child)
  const printed = { out: '', err: '' }
  child.stdout.on('data', chunk => (printed.out += String(chunk)))
  child.stderr.on('data', chunk => (printed.err += String(chunk)))
  const code = once(child, 'exit').then(([exitCode]) => (typeof exitCode === 'number' ? exitCode : null))
  return { child, out: () => printed.out, err: () => printed.err, code }
}

/** What it says when it refuses to start. */
async function refusalOf(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { code, out, err } = run(args, env)
  expect([await code, out()]).toEqual([2, ''])
  expect(err()).toMatch(/^[^\n]+\n$/)
  return err().trimEnd()
}

async function waitForLine(server: Run): Promise<string> {
  await expect.poll(server.out, { timeout: 30_000 }).toContain('\n')
  return server.out()
}

/** A kubeconfig with two contexts whose API servers do not answer. */
async function writeKubeconfig(): Promise<string> {
  const path = join(folder, 'kubeconfig')
  const names = ['prod/eu', 'staging']
  const config = {
    'current-context': 'staging',
    clusters: names.map(name => ({ name, cluster: { server: 'https://127.0.0.1:1' } })),
    contexts: names.map(name => ({ name, context: { cluster: name } })),
  }
  await writeFile(path, JSON.stringify(config))
  return path
}

describe('an error is one sentence that names the fix, with exit code 2', () => {
  test.each([
    [['--prot', '1'], /^Unknown option '--prot' \(Did you mean --port\?\) \(slicescope --help lists the options\)\.$/],
    [['--port', 'x'], /'--port <number>'.*A port is a number from 0 to 65535 \(slicescope --help/],
    [['--port', '65536'], /A port is a number from 0 to 65535/],
    [['--port'], /'--port <number>' argument missing/],
    [['--log-level', 'loud'], /Allowed choices are silent, fatal, error, warn, info, debug, trace/],
    [['--namespace', 'Shop!'], /A namespace has only lowercase letters, digits and hyphens/],
    [['--host', '0.0.0.0'], /listen on 127\.0\.0\.1, and forward the port \(ssh -L\) instead/],
    [['--host', '::'], /listen on 127\.0\.0\.1/],
    [['--host', '192.168.1.5'], /listen on 127\.0\.0\.1/],
    [['--host', 'example.org'], /listen on 127\.0\.0\.1/],
    [['--demo', 'nope'], /^There is no demo scenario "nope": give --demo one of shop, zone-outage, odd\b.*\.$/],
    [['--demo', '--context', 'x'], /'--demo \[scenario\]' cannot be used with option '--context <name>'/],
    [
      ['--public-url', 'https://me:pw@example.com'],
      /'--public-url <url>'.*It must not hold a user or a password \(slicescope/,
    ],
    [['--public-url', 'slicescope.example.com'], /It must begin with https:\/\/ or http:\/\//],
    [['serve'], /too many arguments/i],
    [['open'], /^Missing required argument 'file'/],
    [['open', '/nowhere/shop.yaml'], /^Cannot open \/nowhere\/shop\.yaml: there is no such file\.$/],
    [['open', 'shop.yaml', '--play', '4x'], /^--at and --play say what kubectl gets to see: add --serve\.$/],
    [['open', 'shop.yaml', '--serve', '--at', 'noon'], /A time is written as 2026-01-31T03:12:00Z/],
    [['open', 'shop.yaml', '--context', 'x'], /^open shows files and follows no cluster: leave out --context\.$/],
  ])('%j', async (args, sentence) => {
    expect(await refusalOf(['--port', '0', ...args])).toMatch(sentence)
  })

  test('a kubeconfig that is not there, or cannot be parsed or read', async () => {
    const missing = await refusalOf(['--kubeconfig', '/nowhere/config'])
    expect(missing).toMatch(/^No context found in \/nowhere\/config: give --kubeconfig/)
    const broken = join(folder, 'broken')
    await writeFile(broken, 'clusters: [')
    const fix = 'pass another with --kubeconfig.'
    expect(await refusalOf(['--kubeconfig', broken])).toMatch(new RegExp(`^Cannot parse kubeconfig .* ${fix}$`))
    expect(await refusalOf(['--kubeconfig', folder])).toMatch(
      new RegExp(`^Cannot read kubeconfig .* \\(EISDIR\\): .* ${fix}$`),
    )
  })

  test('an unknown context lists the known ones', async () => {
    const kubeconfig = await writeKubeconfig()
    expect(await refusalOf(['--kubeconfig', kubeconfig, '--context', 'nope'])).toBe(
      'There is no context "nope": choose one with --context; available: prod/eu, staging.',
    )
  })

  test('a port in use', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    expect(await refusalOf(['--demo', '--port', String(port)])).toBe(
      `Port ${port} on 127.0.0.1 is in use: choose another with --port, or --port 0 for any free one.`,
    )
    other.close()
  })

  test.each(['x'.repeat(31), `${'x'.repeat(40)}/`])('SLICESCOPE_LAUNCH_SECRET=%s', async secret => {
    const refusal = await refusalOf(['--demo'], { SLICESCOPE_LAUNCH_SECRET: secret })
    expect(refusal).toMatch(/^SLICESCOPE_LAUNCH_SECRET must have 32 characters or more/)
    expect(refusal).not.toContain(secret)
  })
})

test('--version and --help only print', async () => {
  const version = run(['--version'])
  expect([await version.code, version.out(), version.err()]).toEqual([0, '0.1.0\n', ''])
  const [help, short] = [run(['--help']), run(['-h'])]
  expect([await help.code, await short.code, short.out()]).toEqual([0, 0, help.out()])
  expect(help.out()).not.toContain('[]')
  for (const option of [
    'kubeconfig',
    'context',
    'namespace',
    'demo',
    'host',
    'port',
    'public-url',
    'open',
    'no-open',
    'log-level',
  ])
    expect(help.out()).toContain(`--${option}`)
})

describe('a start', () => {
  test('of the demo prints one line with the kubeconfig and the link; SIGTERM ends streams, demo and process', async () => {
    const server = run(['--demo', 'odd', '--port', '0', '--no-open'])
    const line = await waitForLine(server)
    const [, kubeconfig = '', url = '', secret = ''] =
      /^Slicescope shows the demo cluster odd \(kubectl --kubeconfig (\S+)\): (http:\/\/127\.0\.0\.1:\d+)\/launch\/([\w-]{43})\n$/.exec(
        line,
      ) ?? []
    expect(await readFile(kubeconfig, 'utf8')).toContain('current-context')
    const launched = await fetch(`${url}/launch/${secret}`, { redirect: 'manual' })
    const cookie = launched.headers.get('set-cookie')?.split(';')[0] ?? ''
    const page = await (await fetch(url, { headers: { cookie } })).text()
    const authorization = `Bearer ${tokenIn(page)}`
    const stream = await fetch(`${url}/api/clusters/demo/stream?overview=*`, { headers: { authorization } })
    expect(stream.status).toBe(200)
    server.child.kill('SIGTERM')
    expect(await stream.text()).toMatch(/event: state\ndata: [^\n]*"stopping":true\}\n\n$/)
    expect([await server.code, server.err(), server.out()]).toEqual([0, '', line])
    expect(existsSync(kubeconfig)).toBe(false)
  })

  test('that opens the browser shows the link in no command line, and hands the secret to no program', async () => {
    const bin = join(folder, 'bin')
    await mkdir(bin)
    const seen = join(folder, 'seen')
    const script = `#!/bin/sh\nprintf '%s\\n' "$@" > ${seen}.args\nenv > ${seen}.env\ncat "$1" > ${seen}.page\nls -ln "$1" > ${seen}.mode\ntouch ${seen}\n`
    await writeFile(join(bin, 'xdg-open'), script, { mode: 0o755 })
    const env = { PATH: `${bin}:${process.env['PATH']}`, SLICESCOPE_LAUNCH_SECRET: SECRET }
    const server = run(['--demo', 'odd', '--port', '0', '--open'], env)
    await waitForLine(server)
    await expect.poll(() => existsSync(seen), { timeout: 30_000 }).toBe(true)
    const [args, inherited, page, mode] = await Promise.all(
      ['args', 'env', 'page', 'mode'].map(name => readFile(`${seen}.${name}`, 'utf8')),
    )
    expect(args).toMatch(/^\S+slicescope\.html\n$/)
    expect(inherited).not.toContain('SLICESCOPE_LAUNCH_SECRET')
    expect(page).toMatch(/content="0;url=http:\/\/127\.0\.0\.1:\d+\/launch\/[\w-]{43}"/)
    expect(mode).toMatch(/^-rw------- /)
    server.child.kill('SIGTERM')
    expect(await server.code).toBe(0)
    expect(existsSync(args?.trim() ?? '')).toBe(false)
  })

  test('that is ended at once leaves nothing behind', async () => {
    const before = await readdir(folder)
    const server = run(['--demo', 'odd', '--port', '0'])
    await expect.poll(async () => readdir(folder), { timeout: 30_000, interval: 1 }).not.toEqual(before)
    server.child.kill('SIGTERM')
    expect([await server.code, server.err()]).toEqual([0, ''])
    expect(await readdir(folder)).toEqual(before)
  })

  test('without any cluster shows the demo and says so', async () => {
    const server = run(['--port', '0'])
    expect(await waitForLine(server)).toMatch(
      /^No kubeconfig and no service account found, so this is a demo\. Slicescope shows the demo cluster shop /,
    )
    server.child.kill('SIGTERM')
    expect(await server.code).toBe(0)
  })

  test('with an API server out of reach is no error; contexts go by safe names, and no log tells a secret', async () => {
    const kubeconfig = await writeKubeconfig()
    const server = run(['--kubeconfig', kubeconfig, '--port', '0', '--log-level', 'trace'], {
      SLICESCOPE_LAUNCH_SECRET: SECRET,
    })
    const [, url = ''] = /^Slicescope shows staging: (http:\S+)\/launch\/a-secret/.exec(await waitForLine(server)) ?? []
    const headers = { authorization: `Bearer ${SECRET}` }
    const clusters = await (await fetch(`${url}/api/clusters`, { headers })).json()
    expect(clusters).toMatchObject({
      clusters: [
        { slug: 'prod-eu', context: 'prod/eu', open: false, state: null },
        { slug: 'staging', context: 'staging', open: true },
      ],
    })
    const services = await fetch(`${url}/api/clusters/staging/services?q=find-me`, { headers })
    expect(services.status).toBe(503)
    const launched = await fetch(`${url}/launch/${SECRET}`, { redirect: 'manual' })
    const cookie = launched.headers.get('set-cookie')?.split(';')[0]?.split('=')[1] ?? ''
    const page = await fetch(url, { headers: { cookie: `slicescope-${new URL(url).port}=${cookie}` } })
    const token = tokenIn(await page.text())
    expect(token).toMatch(/^[\w-]{43}$/)
    await fetch(`${url}/api/clusters`, { headers: { authorization: `Bearer ${token}` } })
    server.child.kill('SIGTERM')
    expect(await server.code).toBe(0)
    expect(server.err()).toContain('"path":"/launch/[secret]"')
    for (const secret of [SECRET, cookie, token, 'find-me', 'Bearer']) expect(server.err()).not.toContain(secret)
  })
})
