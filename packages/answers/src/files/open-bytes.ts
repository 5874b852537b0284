import { JournalError } from '@slicescope/history'
import { isRecord } from '@slicescope/model'
import type { Packing } from '../packing.ts'
import { FileError } from './file-error.ts'
import { fingerprint } from './fingerprint.ts'
import { journalOfLists } from './list-journal.ts'
import { type PrintedLists, readObjects } from './read-objects.ts'
import { splitMembers } from './joined-members.ts'
import {
  isRecordingFile,
  MOST_UNPACKED,
  type OpenedRecording,
  readRecording,
  readUnpacked,
  RecordingError,
} from './read-recording.ts'
import { type ShownRecording, showRecording } from './shown-recording.ts'

/** A packed file of more is refused before it is read. */
const MOST_PACKED = 64 * 2 ** 20
/** Bytes; text takes many times its size in memory while it is read. */
export const MOST_TEXT = 128 * 2 ** 20

/** Why a file of more is not opened. */
export const TOO_LARGE = `it is larger than ${MOST_TEXT / 2 ** 20} MB. Save one namespace with -n, or fewer kinds`

/** Clocks of a cluster differ by less. */
const DAY_MS = 86_400_000

export interface OpenedBytes {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Of the file, without its folder. */
  readonly name: string
  /** When it was written, in ms since the epoch. */
  readonly modified: number
}

interface Options {
  /** The zone of DNS names, where the file does not say it. */
  readonly clusterDomain: string
  readonly packing: Packing
  /** ms since the epoch. */
  readonly now: number
}

/**
 * Opens a file: a recording, or a list that kubectl printed, packed by gzip or not. What it is follows from its content.
 * @throws Error of which `reasonNotOpened` says why
 */
export async function openBytes(file: OpenedBytes, options: Options): Promise<ShownRecording> {
  const { bytes } = file
  if (isRecordingFile(bytes)) return showFile(await readRecording(bytes, options.packing))
  const text = await textOf(bytes, options.packing)
  const members = splitMembers(text)
  if (members !== null) return showFile(await readUnpacked(members, options.packing))
  if (/^\s*<(!doctype|html)/i.test(text))
    throw new FileError('it is a page. Open it in a browser, where it needs no server')
  return showLists(file, text, options)
}

/** Why a file cannot be opened, as the rest of a sentence; null for what is not the file's fault. */
export function reasonNotOpened(error: unknown): string | null {
  const isExpected = [FileError, RecordingError, JournalError].some(kind => error instanceof kind)
  return isExpected && error instanceof Error ? inSentence(error.message) : null
}

/** Without what makes it a sentence of its own. */
function inSentence(message: string): string {
  return `${message.charAt(0).toLowerCase()}${message.slice(1).replace(/[.]$/, '')}`
}

async function showLists(
  { bytes, name, modified }: OpenedBytes,
  text: string,
  { clusterDomain, packing, now }: Options,
): Promise<ShownRecording> {
  const printed = readObjects(text, now + DAY_MS)
  checkServices(printed)
  const isLater = printed.newest !== null && printed.newest > modified
  const time = isLater ? printed.newest : modified
  const opened = await showRecording({
    journal: await journalOfLists(printed, { time, epoch: fingerprint(bytes), clusterDomain, packing }),
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

function showFile({ header, journal, damaged }: OpenedRecording): Promise<ShownRecording> {
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

async function textOf(bytes: Uint8Array<ArrayBuffer>, packing: Packing): Promise<string> {
  const packed = PACKED.find(({ magic }) => magic.every((byte, at) => bytes[at] === byte))
  if (packed === undefined) return new TextDecoder().decode(bytes)
  if (bytes.length > MOST_PACKED) throw new FileError(`it is larger than ${MOST_PACKED / 2 ** 20} MB`)
  const unpacked = await packing[packed.how](bytes, packed.most)
  if (unpacked === 'too-large') throw new FileError(`it is larger than ${packed.most / 2 ** 20} MB unpacked`)
  if (unpacked === 'damaged') throw new FileError('it is cut off or damaged')
  return unpacked.text
}

/** By how they begin: RFC 1952, RFC 8878. */
const PACKED = [
  { how: 'gunzip', magic: [0x1f, 0x8b], most: MOST_TEXT },
  { how: 'unzstd', magic: [0x28, 0xb5, 0x2f, 0xfd], most: MOST_UNPACKED },
] as const

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
