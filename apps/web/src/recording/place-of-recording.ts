import type { OpenedFile } from '@slicescope/answers'
import { formatMoment } from '../url/moment.ts'
import { type Place, RANGES, UNFILTERED } from '../url/place.ts'
import { RANGE_MS } from '../url/range.ts'

type Fetch = typeof globalThis.fetch

/** Where a file that was opened is shown first: one Service when fewest of its backends were ready, else all at the end. */
export async function placeOfRecording(opened: OpenedFile, ask: Fetch): Promise<Partial<Place>> {
  const { slug, service, from, to } = opened
  const range = RANGES.find(each => RANGE_MS[each] >= to - from) ?? '7d'
  const [namespace = '', name = ''] = (service ?? '').split('/')
  return {
    ...UNFILTERED,
    cluster: slug,
    identity: null,
    namespace: null,
    selection: null,
    service: service === null ? null : { namespace, name },
    isOverview: false,
    at: service === null ? null : await worstMoment(opened, { namespace, name, ask }),
    range,
  }
}

interface Asked {
  readonly namespace: string
  readonly name: string
  readonly ask: Fetch
}

/** Null where it is the end, and where that is not known. */
async function worstMoment({ slug, from, to }: OpenedFile, { namespace, name, ask }: Asked): Promise<string | null> {
  const [cluster, ...names] = [slug, namespace, name].map(encodeURIComponent)
  const span = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`
  const path = `/api/clusters/${cluster}/namespaces/${names[0]}/services/${names[1]}/timeline?${span}`
  const body: unknown = await (await ask(path)).json()
  const points = pointsOf(body).filter(({ ready }) => ready !== null)
  const [worst] = points.toSorted((a, b) => (a.ready ?? 0) - (b.ready ?? 0))
  const time = worst === undefined ? to : Math.max(from, Date.parse(worst.at))
  return time < to ? formatMoment(time) : null
}

interface Point {
  readonly at: string
  readonly ready: number | null
}

function pointsOf(body: unknown): readonly Point[] {
  const points: unknown = typeof body === 'object' && body !== null && 'points' in body ? body.points : []
  return Array.isArray(points) ? points.filter(isPoint) : []
}

function isPoint(value: unknown): value is Point {
  return typeof value === 'object' && value !== null && 'at' in value && 'ready' in value
}
