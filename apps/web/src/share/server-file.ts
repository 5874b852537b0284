import { type AskedService, clusterPath, servicePath } from '../questions/asked.ts'
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

/** Of what a recording is: a Service, its namespace, or all of the cluster. */
export type RecordedScope = 'service' | 'namespace' | 'cluster'

export interface NamedFile {
  readonly blob: Blob
  readonly name: string
}

/** What was recorded over a stretch of time, for Slicescope to open elsewhere. */
export async function journalFile(
  { cluster, service }: Whose,
  { scope, span }: { readonly scope: RecordedScope; readonly span: Span },
): Promise<NamedFile> {
  const [namespace, name] = [service.namespace, service.name].map(encodeURIComponent)
  const ofNamespace = scope === 'cluster' ? '' : `&namespace=${namespace}`
  const ofService = scope === 'service' ? `&service=${name}` : ''
  const rest = `/recording?${spanQuery(span)}${ofNamespace}${ofService}`
  const response = await ask(clusterPath({ cluster, at: null }, rest))
  const [, given] = /filename="([\w.-]+)"/.exec(response.headers.get('Content-Disposition') ?? '') ?? []
  return { blob: await response.blob(), name: given ?? 'recording.slicescope.gz' }
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
  return (await ask(servicePath({ ...service, at: null }, rest))).blob()
}

async function ask(path: string): Promise<Response> {
  const response = await pageFetch(path, {})
  if (response.ok) return response
  const body: unknown = await response.json().catch(() => null)
  const detail = Object(body).detail
  throw new HttpError(response.status, typeof detail === 'string' ? detail : undefined)
}
