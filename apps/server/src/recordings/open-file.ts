import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { JournalError } from '@slicescope/history'
import { isRecord } from '@slicescope/model'
import { UsageError } from '../cli/usage-error.ts'
import { journalOfLists } from './list-journal.ts'
import { type ShownRecording, showRecording } from './shown-recording.ts'
import { isRecordingFile, readRecording, RecordingError } from './read-recording.ts'
import { type PrintedLists, readObjects } from './read-objects.ts'
import { FileError } from './file-error.ts'

/** A packed file of more is refused before it is read. */
const MOST_PACKED = 64 * 2 ** 20
/** Text takes many times its size in memory while it is read. */
const MOST_TEXT = 128 * 2 ** 20

/** Clocks of a cluster differ by less. */
const DAY_MS = 86_400_000

/**
 * Opens a file: a recording, or a list that kubectl printed, packed by gzip or not. What it is follows from its content.
 * @throws UsageError where that cannot be, in one sentence
 */
export async function openFile(path: string, clusterDomain: string): Promise<ShownRecording> {
  try {
    return await open(path, clusterDomain)
  } catch (error) {
    const isExpected = [FileError, RecordingError, JournalError].some(kind => error instanceof kind)
    if (!isExpected || !(error instanceof Error)) throw error
    throw new UsageError(`Cannot open ${path}: ${inSentence(error.message)}.`, { cause: error })
  }
}

/** Without what makes it a sentence of its own. */
function inSentence(message: string): string {
  return `${message.charAt(0).toLowerCase()}${message.slice(1).replace(/[.]$/, '')}`
}

async function open(path: string, clusterDomain: string): Promise<ShownRecording> {
  const { bytes, modified } = await read(path)
  if (isRecordingFile(bytes)) return showFile(path, bytes)
  const text = await textOf(bytes)
  if (/^\s*<(!doctype|html)/i.test(text))
    throw new FileError('it is a page. Open it in a browser, where it needs no server')
  const printed = readObjects(text, Date.now() + DAY_MS)
  checkServices(printed)
  const isLater = printed.newest !== null && printed.newest > modified
  const time = isLater ? printed.newest : modified
  const epoch = createHash('sha256').update(bytes).digest('hex').slice(0, 12)
  const name = basename(path)
  const opened = await showRecording({
    journal: await journalOfLists(printed, { time, epoch, clusterDomain }),
    name: name.replace(/(\.(gz|json|ya?ml))+$/i, ''),
    identity: { context: name, uid: uidOf(printed), version: null, insecure: false },
    clusterDomain,
    asOf: isLater ? 'the newest time in it' : 'when the file was written',
    damaged: null,
    only: null,
    namespace: null,
  })
  if (opened.end.listers.services.size === 0) throw new FileError(noServiceKept(opened))
  return opened
}

async function showFile(path: string, bytes: Uint8Array): Promise<ShownRecording> {
  const { header, journal, damaged } = await readRecording(bytes)
  const { slug, domain, ...identity } = header.cluster
  return showRecording({
    journal,
    name: slug,
    identity,
    clusterDomain: domain,
    asOf: null,
    damaged,
    only: header.services === null ? null : new Set(header.services),
    namespace: header.scope.type === 'all' ? null : header.scope.namespace,
  })
}

function noServiceKept({ end }: ShownRecording): string {
  const watches = end.view.watches().filter(({ resource }) => resource === 'services')
  const [left] = watches.flatMap(({ leftOut }) => leftOut?.objects ?? [])
  const why = left === undefined ? '' : ` (${left.key}: ${left.why})`
  return `it holds no Service as the API has it${why}. Save one with kubectl get services,endpointslices,pods,nodes -A -o yaml`
}

async function read(path: string): Promise<{ readonly bytes: Buffer; readonly modified: number }> {
  try {
    const file = await stat(path)
    if (!file.isFile()) throw new FileError('it is no file')
    if (file.size > MOST_TEXT)
      throw new FileError(`it is larger than ${MOST_TEXT / 2 ** 20} MB. Save one namespace with -n, or fewer kinds`)
    return { bytes: await readFile(path), modified: Math.floor(file.mtimeMs) }
  } catch (error) {
    if (error instanceof FileError) throw error
    throw new FileError(REASONS.get(codeOf(error)) ?? 'it cannot be read', { cause: error })
  }
}

const REASONS: ReadonlyMap<unknown, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['EACCES', "permission denied. Check the file's mode"],
])

function codeOf(error: unknown): unknown {
  return isRecord(error) ? error['code'] : undefined
}

async function textOf(bytes: Buffer): Promise<string> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.toString('utf8').replace(/^\uFEFF/, '')
  if (bytes.length > MOST_PACKED) throw new FileError(`it is larger than ${MOST_PACKED / 2 ** 20} MB`)
  try {
    return (await promisify(gunzip)(bytes, { maxOutputLength: MOST_TEXT })).toString('utf8')
  } catch (error) {
    const isLarge = codeOf(error) === 'ERR_BUFFER_TOO_LARGE'
    throw new FileError(isLarge ? `it is larger than ${MOST_TEXT / 2 ** 20} MB unpacked` : 'it is cut off or damaged', {
      cause: error,
    })
  }
}

function checkServices({ lists }: PrintedLists): void {
  if (lists.flat().some(({ resource }) => resource === 'services')) return
  throw new FileError(
    'it holds no Service. Save Services too: kubectl get services,endpointslices,pods,nodes -A -o yaml',
  )
}

/** As for a live cluster: the uid of namespace kube-system. */
function uidOf({ lists }: PrintedLists): string | null {
  for (const { resource, raw } of lists.flat()) {
    const metadata = raw['metadata']
    if (resource !== 'namespaces' || !isRecord(metadata) || metadata['name'] !== 'kube-system') continue
    if (typeof metadata['uid'] === 'string') return metadata['uid']
  }
  return null
}
