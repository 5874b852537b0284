import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { FileError, MOST_TEXT, openBytes, reasonNotOpened, type ShownRecording, TOO_LARGE } from '@slicescope/answers'
import { isRecord } from '@slicescope/model'
import { UsageError } from '../cli/usage-error.ts'
import { NODE_PACKING } from './node-packing.ts'

/**
 * Opens a file: a recording, or a list that kubectl printed, packed by gzip or not. What it is follows from its content.
 * @throws UsageError where that cannot be, in one sentence
 */
export async function openFile(path: string, clusterDomain: string): Promise<ShownRecording> {
  try {
    const file = { ...(await read(path)), name: basename(path) }
    return await openBytes(file, { clusterDomain, packing: NODE_PACKING, now: Date.now() })
  } catch (error) {
    const reason = reasonNotOpened(error)
    if (reason === null) throw error
    throw new UsageError(`Cannot open ${path}: ${reason}.`, { cause: error })
  }
}

async function read(path: string): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly modified: number }> {
  try {
    const file = await stat(path)
    if (!file.isFile()) throw new FileError('it is no file')
    if (file.size > MOST_TEXT) throw new FileError(TOO_LARGE)
    return { bytes: new Uint8Array(await readFile(path)), modified: Math.floor(file.mtimeMs) }
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
