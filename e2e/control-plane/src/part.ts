import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { waitFor } from './wait-for.ts'

export type PartCommand = {
  readonly program: string
  readonly arguments: readonly string[]
  /** Folder where the part runs and where it leaves what it leaves in its working folder. */
  readonly folder: string
  readonly logFile: string
  /** Path of the program that ends the part when we end. */
  readonly keep: string
}

/** One process of the control plane. It ends when this process ends, however that ends; its output goes to its log. */
export class Part {
  readonly name: string
  readonly #command: PartCommand
  #keeper: ChildProcess | undefined
  #ended: Promise<number> = Promise.resolve(0)

  constructor(name: string, command: PartCommand) {
    this.name = name
    this.#command = command
  }

  get isRunning(): boolean {
    return this.#keeper !== undefined
  }

  /** Starts the process; throws if it runs already. */
  start(): void {
    if (this.#keeper !== undefined) {
      throw new Error(`${this.name} runs already`)
    }
    const { keep, program, arguments: arguments_, folder, logFile } = this.#command
    const log = openSync(logFile, 'a')
    const keeper = spawn(keep, [program, ...arguments_], {
      cwd: folder,
      // Fewer, larger garbage collections: a tenth of the processor's time for some memory.
      env: { GOGC: '400', ...process.env, HOME: folder, KUBECONFIG: '' },
      stdio: ['pipe', log, log],
      // A session of its own: Ctrl-C in the terminal is for us, and we stop the parts in order.
      detached: true,
    })
    closeSync(log)
    keeper.stdin?.on('error', () => undefined)
    this.#keeper = keeper
    this.#ended = new Promise(resolve => {
      const settle = (code: number) => {
        this.#keeper = undefined
        resolve(code)
      }
      keeper.once('error', () => settle(127))
      keeper.once('exit', code => settle(code ?? 137))
    })
  }

  /** Ends it with SIGKILL, paused or not; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#order('kill')
    await this.#ended
  }

  /** Stops it in its tracks (SIGSTOP); once resolved, its sockets are open and answer nothing. */
  async pause(): Promise<void> {
    this.#order('pause')
    await waitFor(() => this.#isStopped(), { what: `${this.name} to stop`, everyMs: 10 })
  }

  resume(): void {
    this.#order('resume')
  }

  /** The last lines of what it wrote, over all its runs. */
  tail(lines = 40): string {
    try {
      return readFileSync(this.#command.logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
    } catch {
      return ''
    }
  }

  /** Whether the kernel has stopped it: a signal sent is not yet a signal taken. */
  async #isStopped(): Promise<boolean> {
    const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'ppid=,stat='], { maxBuffer: 1 << 26 })
    return stdout.split('\n').some(line => {
      const [parent, state] = line.trim().split(/\s+/)
      return parent === String(this.#keeper?.pid) && state?.startsWith('T') === true
    })
  }

  #order(order: 'kill' | 'pause' | 'resume'): void {
    this.#keeper?.stdin?.write(`${order}\n`)
  }
}
