import { type AskedService, servicePath } from '../questions/asked.ts'
import { HttpError } from '../questions/clusters.ts'
import { pageFetch } from '../session/page-fetch.ts'

/** A stretch of time, ms since the epoch. */
interface Span {
  readonly from: number
  readonly to: number
}

type Whose = Omit<AskedService, 'at'>

/** A Service over a stretch of time as a page in one file. */
export function recordingFile(service: Whose, span: Span): Promise<Blob> {
  return serverFile(service, `/recording.html?${spanQuery(span)}`)
}

export type ReportType = 'html' | 'md'

interface AskedReport {
  readonly type: ReportType
  /** Null for the last loss and the minutes around it. */
  readonly span: Span | null
  readonly timeZone: string
}

/** The incident report of a Service. */
export function reportFile(service: Whose, { type, span, timeZone }: AskedReport): Promise<Blob> {
  const zone = `tz=${encodeURIComponent(timeZone)}`
  return serverFile(service, `/report.${type}?${span === null ? zone : `${spanQuery(span)}&${zone}`}`)
}

function spanQuery({ from, to }: Span): string {
  const [first, last] = [from, to].map(ms => encodeURIComponent(new Date(ms).toISOString()))
  return `from=${first}&to=${last}`
}

async function serverFile(service: Whose, rest: string): Promise<Blob> {
  const response = await pageFetch(servicePath({ ...service, at: null }, rest), {})
  if (response.ok) return response.blob()
  const body: unknown = await response.json().catch(() => null)
  const detail = Object(body).detail
  throw new HttpError(response.status, typeof detail === 'string' ? detail : undefined)
}
