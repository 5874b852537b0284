import { spawn } from 'node:child_process'
import type { ExecEntry } from '../kubeconfig/entries.ts'

interface PluginRun {
  readonly exec: ExecEntry
  readonly env: Readonly<Record<string, string | undefined>>
  /** ms after which it is killed. */
  readonly limit: number
  /** Called with what it writes to stderr while it runs, worded with the command to run; null at its end. */
  readonly onAsked: (asked: string | null) => void
  /** Ends it early. */
  readonly signal: AbortSignal
}

const TERMINAL_COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, 'g')

/** A plugin that talks to a cloud takes seconds; then the page says what it waits for. */
const PATIENCE_MS = 10_000

/** No credential is so long. */
const MAX_PRINTED = 1024 * 1024

/** Enough for a login prompt; more is not a message for people. */
const MAX_ASKED = 600

/**
 * Runs a credential plugin in a session of its own, so that it finds no terminal, and resolves to what it printed.
 * @throws Error with one sentence: what it asked for, and the command that a person can run.
 */
export async function runPlugin({ exec, env, limit, onAsked, signal }: PluginRun): Promise<string> {
  const byHand = `run it in a terminal: ${commandLine(exec)}`
  if (exec.interactiveMode === 'Always') {
    throw new Error(
      `The credential plugin ${exec.command} needs a terminal, which Slicescope does not provide: ${byHand}`,
    )
  }
  signal.throwIfAborted()
  const child = spawn(exec.command, exec.args, {
    env: { ...env, ...exec.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  })
  const printed: Buffer[] = []
  let length = 0
  let asked = ''
  const stillRunning = setTimeout(() => {
    if (asked === '')
      onAsked(
        `The credential plugin ${exec.command} is still running after ${PATIENCE_MS / 1000} s; if it waits for you, ${byHand}`,
      )
  }, PATIENCE_MS)
  child.stdout.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length <= MAX_PRINTED) printed.push(chunk)
    else kill(child.pid)
  })
  child.stderr.on('data', (chunk: Buffer) => {
    asked = (asked + chunk.toString('utf8')).slice(-MAX_ASKED)
    onAsked(`The credential plugin ${exec.command} says: ${oneLine(asked)}; if it waits for you, ${byHand}`)
  })
  return new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      kill(child.pid)
      reject(new Error(sentence(exec, `did not end within ${limit / 1000} s`, asked)))
    }, limit)
    const end = () => kill(child.pid)
    signal.addEventListener('abort', end, { once: true })
    child.on('error', error => {
      clearTimeout(timer)
      clearTimeout(stillRunning)
      reject(notStarted(exec, error))
    })
    child.on('close', (code, signaled) => {
      clearTimeout(timer)
      clearTimeout(stillRunning)
      signal.removeEventListener('abort', end)
      onAsked(null)
      if (code === 0) resolve(Buffer.concat(printed).toString('utf8'))
      else reject(new Error(sentence(exec, howEnded({ code, signaled, length }), asked)))
    })
  })
}

interface End {
  readonly code: number | null
  readonly signaled: string | null
  /** Of what it printed, in bytes. */
  readonly length: number
}

function howEnded({ code, signaled, length }: End): string {
  if (length > MAX_PRINTED) return `printed more than ${MAX_PRINTED / 1024} KiB`
  return code === null ? `was ended by ${signaled ?? 'a signal'}` : `ended with code ${code}`
}

function sentence(exec: ExecEntry, how: string, asked: string): string {
  const said = asked.trim() === '' ? '' : `, saying: ${oneLine(asked)}`
  return `The credential plugin ${exec.command} ${how}${said}; run it in a terminal: ${commandLine(exec)}`
}

function notStarted(exec: ExecEntry, error: Error): Error {
  const hint = exec.installHint === undefined ? 'install it' : oneLine(exec.installHint)
  const isMissing = 'code' in error && error.code === 'ENOENT'
  const why = isMissing ? `is not installed: ${hint}` : `cannot be started (${error.message})`
  return new Error(`The credential plugin ${exec.command} ${why}`, { cause: error })
}

/** Ready for a shell. Environment values are left out: they may be secret. */
function commandLine({ command, args }: ExecEntry): string {
  return [command, ...args].map(quote).join(' ')
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

function oneLine(text: string): string {
  return text.replaceAll(TERMINAL_COLOURS, '').replaceAll(/\s+/g, ' ').trim()
}

/** The whole group: plugins start helpers that would otherwise stay. */
function kill(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // It ended by itself in the meantime.
  }
}
