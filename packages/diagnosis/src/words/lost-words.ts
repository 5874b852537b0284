import type { GraphBackend } from '@slicescope/graph'
import type { Pod } from '@slicescope/model'
import type { Case } from '../case.ts'
import { publishedWords } from './published-words.ts'
import { servicePodsByUid } from '../pods/pod-trouble.ts'
import type { Where } from './where.ts'
import { count, listed, numberText, zoneName } from './words.ts'

/**
 * What is lost with these backends, by what the broken ones have in common and the others do not - zone, node, revision,
 * image, slice or family, the first that tells them apart - and what is left: "eu-1c lost all 84 backends, 160 of 244
 * still ready". Needs pods for revision and image.
 */
export function lostWords(c: Case, broken: readonly string[], lost = 'not ready'): string {
  const ready = new Set(c.graph.backends.flatMap(backend => (backend.ready ? [backend.key] : [])))
  // What pods say may be ahead of the slices, by which all is counted.
  const counted = broken.filter(key => !ready.has(key))
  const lostKeys = new Set(counted)
  // What is said of backends in slices is counted among these; only pods that are in none stand beside them.
  const left = livingBackends(c).some(({ key }) => lostKeys.has(key)) ? leftInSlices(c) : leftWords(c)
  if (counted.length === 0) return `${count(broken.length, 'pod')} ${lost}, ${left}`
  const words = brokenWords(c, lostKeys, lost)
  const told = publishedWords(c.graph.summary, { published: publishedOf(c, counted), lost: counted.length })
  return isAllOfSome(c, broken) ? `${words}${told}` : `${words}${told}${told === '' ? ',' : ';'} ${left}`
}

/** How many of these backends slices call ready although they are not. */
export function publishedOf({ graph }: Case, broken: readonly string[]): number {
  const keys = new Set(broken)
  return graph.backends.filter(({ key, published }) => published && keys.has(key)).length
}

/** What is left of all that there is, in a slice or in none. */
export function leftWords({ graph }: Case): string {
  const { ready = 0, total = 0 } = graph.summary.counts ?? {}
  const absent = graph.absentPods?.length ?? 0
  return leftOf(ready, total + absent, total === 0 && absent < 2)
}

function leftInSlices({ graph }: Case): string {
  const { ready = 0, total = 0 } = graph.summary.counts ?? {}
  return leftOf(ready, total, total === 0)
}

function leftOf(ready: number, all: number, isFew: boolean): string {
  if (ready === 0) return isFew ? 'none ready' : `none of ${numberText(all)} ready`
  return `${numberText(ready)} of ${numberText(all)} still ready`
}

/** Then nothing is left to be counted. */
function isAllOfSome(c: Case, broken: readonly string[]): boolean {
  const lost = new Set(broken)
  const living = livingBackends(c)
  return living.length > 0 && living.every(({ key }) => lost.has(key)) && c.graph.summary.counts?.ready === 0
}

function livingBackends({ graph }: Case): readonly GraphBackend[] {
  return graph.backends.filter(({ state }) => state !== 'terminating' && state !== 'serving-terminating')
}

function brokenWords(c: Case, broken: ReadonlySet<string>, lost: string): string {
  const backends = livingBackends(c)
  const hit = backends.filter(({ key }) => broken.has(key))
  const [first] = hit
  if (first === undefined) return `${count(broken.size, 'pod')} ${lost}`
  if (hit.length === backends.length) return `${hit.length === 1 ? 'its only backend' : allWords(hit.length)} ${lost}`
  const where = whereOf(c, broken)
  if (where !== null && where.places !== null) return `${listed(where.places)} lost ${allWords(hit.length)}`
  if (where !== null) return `${numberText(hit.length)} of ${numberText(where.of)} backends ${where.at} ${lost}`
  return `${numberText(hit.length)} of ${count(backends.length, 'backend')} ${lost}${hit.length === 1 ? ` (${first.name})` : ''}`
}

/** What all that is lost has in common; null where nothing tells it from the rest. Needs pods for revision and image. */
export function whereLost(c: Case): Where | null {
  const lost = c.graph.backends.filter(({ loss }) => loss !== null && loss !== 'starting')
  const [only] = lost
  const living = livingBackends(c).length
  if (only !== undefined && lost.length === 1) return { places: null, at: '', name: only.name, lost: 1, of: living }
  return lost.length === living ? null : whereOf(c, new Set(lost.map(({ key }) => key)))
}

function whereOf(c: Case, broken: ReadonlySet<string>): Where | null {
  const backends = livingBackends(c)
  const hit = backends.filter(({ key }) => broken.has(key))
  if (hit.length < 2) return null
  const known = c.once(dimensions)
  for (const { of, name } of known) {
    const places = lostPlaces(backends, broken, of)
    if (places !== null) return { places: places.map(name), at: '', name: null, lost: hit.length, of: hit.length }
  }
  const place = commonPlace(backends, hit, known)
  return place === null ? null : { places: null, at: place.where, name: null, lost: hit.length, of: place.backends }
}

function allWords(backends: number): string {
  return backends === 2 ? 'both backends' : `all ${numberText(backends)} backends`
}

/** More places have nothing in common. */
const MOST_PLACES = 3

/** The places that hold all broken ones and no other, where there are others elsewhere. */
function lostPlaces(
  backends: readonly GraphBackend[],
  broken: ReadonlySet<string>,
  of: Dimension['of'],
): readonly string[] | null {
  const places = new Map<string | null, boolean>()
  for (const backend of backends) {
    const place = of(backend)
    const isBroken = broken.has(backend.key)
    if (isBroken && place === null) return null
    places.set(place, (places.get(place) ?? true) && isBroken)
  }
  const lost = [...places].filter(([, isLost]) => isLost).map(([place]) => place ?? '')
  if (lost.length === 0 || lost.length > MOST_PLACES || lost.length === places.size) return null
  const isAll = backends.every(backend => !broken.has(backend.key) || lost.includes(of(backend) ?? ''))
  return isAll ? lost.toSorted() : null
}

/** Fewer may be in one place by chance. */
const FEWEST_IN_COMMON = 3

/** The place that holds all broken ones, though not them alone, where there are others elsewhere. */
function commonPlace(
  backends: readonly GraphBackend[],
  hit: readonly GraphBackend[],
  dimensions: readonly Dimension[],
): { readonly where: string; readonly backends: number } | null {
  if (hit.length < FEWEST_IN_COMMON) return null
  for (const { of, at } of dimensions) {
    const places = new Set(hit.map(of))
    const [place] = places
    if (at === undefined || place === undefined || place === null || places.size > 1) continue
    const there = backends.filter(backend => of(backend) === place).length
    if (there < backends.length) return { where: at(place), backends: there }
  }
  return null
}

interface Dimension {
  readonly of: (backend: GraphBackend) => string | null
  readonly name: (place: string) => string
  /** Where it may be said that they are there without being all. */
  readonly at?: (place: string) => string
}

function dimensions(c: Case): readonly Dimension[] {
  // Made on demand: mostly the zone or the node is enough.
  const podOf = (key: string) => c.once(podsByUid).get(key)
  return [
    { of: ({ zone }) => zone, name: zoneName, at: zone => `in ${zoneName(zone)}` },
    { of: ({ nodeName }) => nodeName, name: node => `node ${node}`, at: node => `on node ${node}` },
    {
      of: ({ key }) => revisionOf(podOf(key)),
      name: revision => `revision ${revision}`,
      at: revision => `of revision ${revision}`,
    },
    { of: ({ key }) => imageOf(podOf(key)), name: image => `image ${image}`, at: image => `with image ${image}` },
    { of: ({ slices }) => (slices.length === 1 ? (slices[0] ?? null) : null), name: slice => `slice ${slice}` },
    { of: ({ key }) => c.once(familiesOf).get(key) ?? null, name: family => family },
  ]
}

/** Those of other namespaces, which slices may name, too. */
function podsByUid(c: Case): ReadonlyMap<string, Pod> {
  if (!c.knows('pods')) return new Map()
  const own = servicePodsByUid(c)
  const foreign = c.graph.pods.flatMap(({ namespace, name }) =>
    namespace === c.namespace ? [] : (c.read('pods').get(`${namespace}/${name}`) ?? []),
  )
  return foreign.length === 0 ? own : new Map([...own, ...foreign.map(pod => [pod.metadata.uid, pod] as const)])
}

function revisionOf(pod: Pod | undefined): string | null {
  const labels = pod?.metadata.labels ?? {}
  return labels['pod-template-hash'] ?? labels['controller-revision-hash'] ?? null
}

function imageOf(pod: Pod | undefined): string | null {
  return pod?.spec.containers.map(({ image }) => image ?? '').join('+') || null
}

/** Null for those in several. */
function familiesOf({ graph }: Case): ReadonlyMap<string, string | null> {
  const families = new Map<string, string | null>()
  for (const { backend, addressType } of graph.endpoints) {
    const known = families.get(backend)
    families.set(backend, known === undefined || known === addressType ? addressType : null)
  }
  return families
}
