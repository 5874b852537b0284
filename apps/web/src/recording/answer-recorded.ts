import type { RecordedPage } from './recorded-page.ts'

/** Answers the page's questions from a recording, in the shapes in which the server does. */
export function answerRecorded(page: RecordedPage): typeof globalThis.fetch {
  return async input => {
    const url = new URL(input instanceof Request ? input.url : input, 'file:///')
    const body = answerOf(page, url)
    return typeof body === 'string'
      ? Response.json({ detail: body }, { status: 404 })
      : Response.json(body, { status: 200 })
  }
}

/** A file grows no more. */
const KEEPS_NOTHING = { bytes: 0, limitBytes: 0, bytesPerDay: null, keepMs: 0 }

/** A string says why there is no answer. */
function answerOf(page: RecordedPage, { pathname, searchParams }: URL): object | string {
  const { cluster, service } = page.header
  const base = `/api/clusters/${encodeURIComponent(cluster.slug)}`
  const own = `${base}/namespaces/${encodeURIComponent(service.namespace)}/services/${encodeURIComponent(service.name)}`
  const at = timeOf(searchParams.get('at')) ?? page.to
  const [from, to] = [timeOf(searchParams.get('from')) ?? page.from, timeOf(searchParams.get('to')) ?? page.to]
  switch (pathname) {
    case '/api/clusters':
      return { clusters: [{ ...cluster, open: true, state: 'RECORDING' }] }
    case '/api/settings':
      return { links: [], publicUrl: null }
    case `${base}/services`:
      return { services: page.rows(at), freshness: page.freshness(at) }
    case `${base}/timelines`:
      return { from: page.header.from, to: page.header.to, services: [], wasBroken: [] }
    case `${base}/history`:
      return {
        recording: false,
        why: null,
        from: page.header.from,
        to: page.header.to,
        gaps: page.header.gaps,
        ...KEEPS_NOTHING,
      }
    case own:
      return within(page, at) ?? page.view(at) ?? 'The Service did not exist at that moment.'
    case `${own}/timeline`:
      return page.timeline(from, to)
    default:
      return 'This recording does not hold that answer: it holds the picture, the verdict and the details of one Service.'
  }
}

function within({ from, to, header }: RecordedPage, at: number): string | null {
  return at < from || at > to ? `Nothing is recorded of that moment. Recorded: ${header.from} to ${header.to}.` : null
}

/** null for what is no time. */
function timeOf(text: string | null): number | null {
  const time = Date.parse(text ?? '')
  return Number.isFinite(time) ? time : null
}
