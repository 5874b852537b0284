import { open } from 'node:fs/promises'

/** Has the controllers below log each sync, besides each that failed. */
export const RETRY_LOG_FLAG =
  '--vmodule=endpointslice_controller=4,endpoints_controller=4,endpointslicemirroring_controller=4'

const STARTED = /"Starting endpoint slice controller"/
const FINISHED =
  /"(Finished syncing service endpoint slices|Finished syncing service endpoints|Finished syncing EndpointSlices for Endpoints)" (?:key|service)="([^"]*)"/
const RETRYING =
  /"(Error syncing endpoint slices for service, retrying|Error syncing endpoints, retrying|Error mirroring EndpointSlices for Endpoints, retrying)" (?:key|service)="([^"]*)"/

/** A pod whose Node is not there: all else is written by then, and trying again changes nothing until the Node comes. */
const WITHOUT_NODE = /skipping Pod \S+ for Service \S+: Node \S+ Not Found/g
const ERROR = / err="(.*)"$/

/** The message that ends a sync and the one that puts it off, by controller. */
const CONTROLLERS: Readonly<Record<string, string>> = {
  'Finished syncing service endpoint slices': 'endpoint_slice',
  'Error syncing endpoint slices for service, retrying': 'endpoint_slice',
  'Finished syncing service endpoints': 'endpoint',
  'Error syncing endpoints, retrying': 'endpoint',
  'Finished syncing EndpointSlices for Endpoints': 'endpoint_slice_mirroring',
  'Error mirroring EndpointSlices for Endpoints, retrying': 'endpoint_slice_mirroring',
}

/**
 * Knows from the controller manager's log which Services wait to be tried again. A sync fails when the controller's
 * cache lags behind its own writes, and is put off by a second or more: until then its work queue is empty and idle.
 */
export class RetryLog {
  readonly #path: string
  readonly #waiting = new Set<string>()
  #offset = 0
  #rest = ''

  constructor(path: string) {
    this.#path = path
  }

  /** Reads what was logged since the last call, and answers `controller namespace/name` of each that waits. */
  async waiting(): Promise<readonly string[]> {
    const lines = (this.#rest + (await this.#readOn())).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) {
      this.#read(line)
    }
    return [...this.#waiting]
  }

  #read(line: string): void {
    if (STARTED.test(line)) {
      this.#waiting.clear()
    }
    const finished = nameOf(FINISHED.exec(line))
    if (finished !== undefined) {
      this.#waiting.delete(finished)
    }
    const retrying = nameOf(RETRYING.exec(line))
    if (retrying !== undefined && !isInVain(line)) {
      this.#waiting.add(retrying)
    }
  }

  async #readOn(): Promise<string> {
    const file = await open(this.#path)
    try {
      const { size } = await file.stat()
      const { buffer, bytesRead } = await file.read(Buffer.alloc(size - this.#offset), { position: this.#offset })
      this.#offset += bytesRead
      return buffer.toString('utf8', 0, bytesRead)
    } finally {
      await file.close()
    }
  }
}

/** Several errors stand in brackets, with commas between. */
function isInVain(line: string): boolean {
  const [, error = ''] = ERROR.exec(line) ?? []
  return error !== '' && /^[[\], ]*$/.test(error.replace(WITHOUT_NODE, ''))
}

function nameOf(match: RegExpExecArray | null): string | undefined {
  const [, message = '', key = ''] = match ?? []
  return match === null ? undefined : `${CONTROLLERS[message]} ${key}`
}
