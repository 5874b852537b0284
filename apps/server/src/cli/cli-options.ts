import { parseTime } from '@slicescope/answers'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { z } from 'zod'
import { type LinkTemplate, parseLinkTemplate } from './link-template.ts'
import { isLoopback } from './loopback.ts'
import { parsePublicUrl, type PublicUrl } from './public-url.ts'
import { UsageError } from './usage-error.ts'

const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const

const cliOptionsSchema = z.object({
  /** To open in place of a cluster; none: a cluster is shown. */
  files: z.array(z.string()),
  /** To kubectl, too: as of a time (ms since the epoch), or playing from it. */
  serve: z.object({ at: z.number().nullable(), speed: z.number().nullable() }).nullable(),
  kubeconfig: z.array(z.string()),
  context: z.string().optional(),
  namespace: z.array(z.string()),
  /** True: the default scenario. */
  demo: z.union([z.string(), z.literal(true)]).optional(),
  host: z.string(),
  port: z.number(),
  publicUrl: z.object({ origin: z.string(), hosts: z.array(z.string()), isLocal: z.boolean() }).optional(),
  /** Undefined: where there is a terminal. */
  open: z.boolean().optional(),
  clusterDomain: z.string(),
  link: z.array(z.object({ name: z.string(), template: z.string() })),
  /** A folder, `memory` or `off`; undefined: the default of what is shown. */
  history: z.string().optional(),
  /** ms */
  historyKeep: z.number(),
  historySize: z.number(),
  logLevel: z.enum(LOG_LEVELS),
})

/** What the command line asks for. */
export type CliOptions = z.infer<typeof cliOptionsSchema>

/** What is to be done: start, or only print something. */
export type CliRequest =
  | { readonly type: 'start'; readonly options: CliOptions }
  | { readonly type: 'print'; readonly text: string }

/** @throws UsageError */
export function parseCliOptions(args: readonly string[], version: string): CliRequest {
  const printed: string[] = []
  const files: string[] = []
  let serve: CliOptions['serve'] = null
  const command = createCommand(version)
    .exitOverride()
    .configureOutput({ writeOut: text => printed.push(text), writeErr: () => {} })
    .action(() => {})
  addOpen(command, (asked, options) => {
    files.push(...asked)
    serve = readServe(options)
  })
  try {
    command.parse([...args], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return { type: 'print', text: printed.join('') }
    throw new UsageError(toSentence(error.message), { cause: error })
  }
  if (files.length > 0) refuseClusterOptions(command)
  return { type: 'start', options: cliOptionsSchema.parse({ ...command.opts(), files, serve }) }
}

function createCommand(version: string): Command {
  return new Command('slicescope')
    .description('Who is really behind that Service: now, and at the moment it broke.')
    .addOption(
      new Option('--kubeconfig <path>', 'read this kubeconfig; repeat it to merge several as kubectl does')
        .argParser(collectText)
        .default([], 'KUBECONFIG, else ~/.kube/config'),
    )
    .option('--context <name>', 'open this context first (default: current-context)', parseText)
    .addOption(
      new Option('--namespace <name>', 'watch only this namespace; repeatable')
        .argParser(parseName)
        .default([], 'all that you can read'),
    )
    .addOption(new Option('--demo [scenario]', 'show the embedded demo cluster').conflicts(['context', 'kubeconfig']))
    .option('--host <address>', 'listen on this loopback address', parseHost, '127.0.0.1')
    .option('--port <number>', 'listen on this port; 0 takes any free one', parsePort, 7654)
    .option('--public-url <url>', 'the address that links and captions carry (default: none)', parsePublic)
    .option('--cluster-domain <zone>', 'the DNS domain of the cluster', parseDomain, 'cluster.local')
    .addOption(
      new Option(
        '--link <name=address>',
        'show a link beside every Service; {cluster}, {namespace}, {service} are filled in',
      )
        .argParser(collectLink)
        .default([], 'none'),
    )
    .addOption(
      new Option('--history <folder>', 'record what happens in this folder, in memory, or not at all (off)')
        .argParser(parseText)
        .default(undefined, "a folder in the user's state; memory for the demo"),
    )
    .addOption(
      new Option('--history-keep <duration>', 'keep the recorded history for so long, as 12h or 7d')
        .argParser(parseDuration)
        .default(7 * DAY_MS, '7d'),
    )
    .addOption(
      new Option('--history-size <size>', 'keep at most so much of it, as 500MB or 2GB')
        .argParser(parseSize)
        .default(2 * GB, '2GB'),
    )
    .option('--open', 'open the page in the browser (default: if there is a terminal)')
    .option('--no-open', 'only print the link')
    .addOption(new Option('--log-level <level>', 'log level on stderr').choices(LOG_LEVELS).default('warn'))
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
}

interface OpenOptions {
  readonly serve?: true
  readonly at?: number
  readonly play?: number
}

function addOpen(program: Command, onOpen: (files: readonly string[], options: OpenOptions) => void): void {
  program
    .command('open')
    .summary('show recordings, or what kubectl get printed')
    .description(
      'Shows files in place of a cluster: recordings, and lists that kubectl get -o yaml or -o json printed. Nothing connects to a cluster. Takes --host, --port, --public-url, --cluster-domain, --link, --open and --log-level, too.',
    )
    .argument('<file...>', 'the files; each is shown as a cluster')
    .option('--serve', 'serve the file to kubectl as well, and print a kubeconfig')
    .option('--at <time>', 'with --serve: as of this RFC 3339 time (default: the end)', parseAt)
    .option('--play <speed>', 'with --serve: let time pass, 4x as fast as it did', parseSpeed)
    .action(onOpen)
}

function readServe({ serve, at, play }: OpenOptions): CliOptions['serve'] {
  if (serve === true) return { at: at ?? null, speed: play ?? null }
  if (at === undefined && play === undefined) return null
  throw new UsageError('--at and --play say what kubectl gets to see: add --serve.')
}

function parseAt(value: string): number {
  const time = parseTime(value)
  if (time === null) throw new InvalidArgumentError('A time is written as 2026-01-31T03:12:00Z.')
  return time
}

function parseSpeed(value: string): number {
  const speed = Number(/^(\d{1,4}(\.\d{1,3})?)x?$/.exec(value)?.[1])
  if (!(speed > 0)) throw new InvalidArgumentError('A speed is a number such as 4x.')
  return speed
}

/** They say which cluster is followed and how it is recorded. */
const OF_CLUSTERS = ['kubeconfig', 'context', 'namespace', 'demo', 'history', 'historyKeep', 'historySize'] as const

function refuseClusterOptions(command: Command): void {
  const given = OF_CLUSTERS.find(name => command.getOptionValueSource(name) === 'cli')
  const option = command.options.find(each => each.attributeName() === given)
  if (option?.long === undefined || given === undefined) return
  throw new UsageError(`open shows files and follows no cluster: leave out ${option.long}.`)
}

const DAY_MS = 24 * 3_600_000
const GB = 1e9
const DURATIONS = new Map([
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', DAY_MS],
])
const SIZES = new Map([
  ['KB', 1e3],
  ['MB', 1e6],
  ['GB', GB],
])

function parseDuration(value: string): number {
  const [, digits, unit = ''] = /^(\d{1,6})([mhd])$/.exec(value) ?? []
  const ms = Number(digits) * (DURATIONS.get(unit) ?? Number.NaN)
  if (!(ms > 0)) throw new InvalidArgumentError('A duration is a number and m, h or d, such as 12h.')
  return ms
}

function parseSize(value: string): number {
  const [, digits, unit = ''] = /^(\d{1,9})([KMG]B)$/.exec(value) ?? []
  const bytes = Number(digits) * (SIZES.get(unit) ?? Number.NaN)
  if (!(bytes > 0)) throw new InvalidArgumentError('A size is a number and KB, MB or GB, such as 500MB.')
  return bytes
}

function parseText(value: string): string {
  if (value.trim() === '') throw new InvalidArgumentError('It needs a value.')
  return value
}

function collectText(value: string, before: readonly string[]): readonly string[] {
  return [...before, parseText(value)]
}

function collectLink(value: string, before: readonly LinkTemplate[]): readonly LinkTemplate[] {
  const link = parseLinkTemplate(value)
  if (typeof link === 'string') throw new InvalidArgumentError(link)
  return [...before.filter(({ name }) => name !== link.name), link]
}

function parseName(value: string, before: readonly string[]): readonly string[] {
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(value)) {
    throw new InvalidArgumentError('A namespace has only lowercase letters, digits and hyphens.')
  }
  return [...new Set([...before, value])]
}

function parseHost(value: string): string {
  if (!isLoopback(value)) {
    throw new InvalidArgumentError(
      'Other machines could connect to it without signing in: listen on 127.0.0.1, and forward the port (ssh -L) instead.',
    )
  }
  return value
}

function parsePublic(value: string): PublicUrl {
  const url = parsePublicUrl(value)
  if (typeof url === 'string') throw new InvalidArgumentError(url)
  return url
}

function parseDomain(value: string): string {
  const domain = value.toLowerCase().replace(/\.$/, '')
  if (domain.length > 200 || !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(domain)) {
    throw new InvalidArgumentError('A cluster domain is a DNS name such as cluster.local.')
  }
  return domain
}

function parsePort(value: string): number {
  const port = Number(value)
  if (!/^\d{1,5}$/.test(value) || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.')
  return port
}

/** Commander writes `error: ...` and, where it has a guess, a line with it. */
function toSentence(message: string): string {
  const text = message
    .replace(/^error: /, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/[.]$/, '')} (slicescope --help lists the options).`
}
