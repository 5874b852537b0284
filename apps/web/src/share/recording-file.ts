import { type AskedService, servicePath } from '../questions/asked.ts'
import { HttpError } from '../questions/clusters.ts'
import { pageFetch } from '../session/page-fetch.ts'

/** A stretch of time, ms since the epoch. */
interface Span {
  readonly from: number
  readonly to: number
}

/** A Service over a stretch of time as a page in one file. */
export async function recordingFile(service: Omit<AskedService, 'at'>, { from, to }: Span): Promise<Blob> {
  const query = [from, to].map(ms => encodeURIComponent(new Date(ms).toISOString()))
  const path = servicePath({ ...service, at: null }, `/recording.html?from=${query[0]}&to=${query[1]}`)
  const response = await pageFetch(path, {})
  if (response.ok) return response.blob()
  const body: unknown = await response.json().catch(() => null)
  const detail = Object(body).detail
  throw new HttpError(response.status, typeof detail === 'string' ? detail : undefined)
}
