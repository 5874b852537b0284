import { createHash } from 'node:crypto'
import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { JournalError } from '@slicescope/history'
import { isPrivateFolder } from '../cli/private-folder.mjs'

type Env = Readonly<Record<string, string | undefined>>

/** The folder with the histories of all clusters: that of --history, or one in the user's state. */
export function historyHome(asked: string | undefined, env: Env): string {
  return asked === undefined ? join(stateHome(env), 'slicescope', 'history') : resolve(asked)
}

/**
 * The folder of one cluster's history, by the cluster's uid; made if it is missing.
 * @throws JournalError where other users could read or change what is in it
 */
export function clusterFolder(home: string, uid: string): string {
  const folder = join(home, /^[\w-][\w.-]{0,127}$/.test(uid) ? uid : createHash('sha256').update(uid).digest('hex'))
  if (isPrivateFolder(folder)) return folder
  throw new JournalError(
    `the history folder ${folder} cannot be made, or other users can read or change it. Check its owner and mode (0700), or pass --history.`,
  )
}

function stateHome({ XDG_STATE_HOME: home, LOCALAPPDATA: local }: Env): string {
  if (home !== undefined && isAbsolute(home)) return resolve(home)
  return process.platform === 'win32' && local !== undefined ? local : join(homedir(), '.local', 'state')
}
