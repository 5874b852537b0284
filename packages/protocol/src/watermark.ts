/** A position in one server's stream of one cluster, as `<epoch>-<number>`. Numbers of different epochs say nothing about each other. */
export type Watermark = string

export interface Position {
  /** Names the run of the server that counted. */
  readonly epoch: string
  readonly number: number
}

export function formatWatermark({ epoch, number }: Position): Watermark {
  return `${epoch}-${number}`
}

/** Undefined for what no server of ours wrote. */
export function parseWatermark(text: string): Position | undefined {
  const [, epoch, digits] = /^([a-z0-9]{1,32})-(\d{1,15})$/.exec(text) ?? []
  return epoch === undefined || digits === undefined ? undefined : { epoch, number: Number(digits) }
}
