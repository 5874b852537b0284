import { zoneName } from '@slicescope/diagnosis'
import type { Counts, Health, PortCount, ServiceSummary, ZoneCount } from '@slicescope/graph'
import { must, unreachable } from '@slicescope/model'
import { toClock } from './times.ts'

/** What a verdict is about: the Service as judged, and when that was true. */
export interface Judged {
  readonly summary: ServiceSummary
  /** Pods that match and are in no slice; null where that is not known. */
  readonly absent: number | null
  /** Set where the data is stale: as of when it is known, in ms. */
  readonly asOf: number | null
  /** Set where the Service is gone: when we saw it go, in ms. */
  readonly deletedAt: number | null
}

/** Fewer are ready than the workloads want, which makes healthy degraded. */
export interface Lacking {
  readonly wanted: number
}

/** What counts and zones say: what is so, and what that leaves, which may be ''. No full stops. */
export interface CountedWords {
  readonly lead: string
  readonly facts: string
}

/**
 * What counts and zones say, in the past tense where the data is stale. Where a Service cannot be judged it says what is
 * missing, in the present: that is so now.
 */
export function countedWords(judged: Judged, lacking: Lacking | null = null): CountedWords {
  const { summary, asOf, deletedAt } = judged
  if (summary.counts === null && summary.health === 'unknown')
    return deletedAt === null
      ? doubtClause(summary)
      : { lead: `Deleted at ${toClock(deletedAt)}`, facts: joined(doubtClause(summary), ': ') }
  const v = asOf === null && deletedAt === null ? PRESENT : PAST
  const isAllReady = summary.counts !== null && summary.counts.ready === summary.counts.total
  const lacks = isAllReady && (summary.health === 'degraded' || summary.health === 'healthy') ? lacking : null
  const clause = lacks === null ? clauseOf(judged, v) : words(lackingClause(lacks, judged, v))
  const health = lacks === null ? summary.health : 'degraded'
  const past = joined(clause, ', ')
  if (deletedAt !== null)
    return { lead: `Deleted at ${toClock(deletedAt)}, was ${inWords(health)} before`, facts: past }
  if (asOf !== null) return { lead: `Was ${inWords(health)}, as of ${toClock(asOf)}`, facts: past }
  return clause
}

function joined({ lead, facts }: CountedWords, by: string): string {
  return [lead, facts].filter(Boolean).join(by)
}

/** Words of both tenses. */
interface Verbs {
  readonly is: string
  readonly are: string
  readonly has: string
  readonly lists: string
  readonly list: string
  readonly match: string
  readonly matches: string
  readonly routes: string
  readonly answers: string
  readonly falls: string
  readonly goes: string
  readonly serve: string
  readonly serves: string
  readonly names: string
  readonly differ: string
  readonly decide: string
  readonly leaves: string
  readonly tell: string
}

const PRESENT: Verbs = {
  is: 'is',
  are: 'are',
  has: 'has',
  lists: 'lists',
  list: 'list',
  match: 'match',
  matches: 'matches',
  routes: 'routes',
  answers: 'answers',
  falls: 'falls',
  goes: 'goes',
  serve: 'serve',
  serves: 'serves',
  names: 'names',
  differ: 'differ',
  decide: 'does not decide',
  leaves: 'leaves',
  tell: 'cannot tell',
}

const PAST: Verbs = {
  is: 'was',
  are: 'were',
  has: 'had',
  lists: 'listed',
  list: 'listed',
  match: 'matched',
  matches: 'matched',
  routes: 'routed',
  answers: 'answered',
  falls: 'fell',
  goes: 'went',
  serve: 'served',
  serves: 'served',
  names: 'named',
  differ: 'differed',
  decide: 'did not decide',
  leaves: 'left',
  tell: 'could not tell',
}

interface Facts {
  readonly summary: ServiceSummary
  readonly counts: Counts
  readonly absent: number | null
  readonly v: Verbs
}

function clauseOf({ summary, absent }: Judged, v: Verbs): CountedWords {
  if (summary.health === 'external') return externalClause(summary, v)
  const facts = { summary, counts: must(summary.counts, 'counts of a judged Service'), absent, v }
  return clauseOfHealth(summary.health, facts)
}

function clauseOfHealth(health: Exclude<Health, 'external'>, facts: Facts): CountedWords {
  switch (health) {
    case 'healthy':
      return healthyClause(facts)
    case 'degraded':
      return degradedClause(facts)
    case 'fallback':
      return fallbackClause(facts)
    case 'down':
      return words(downClause(facts))
    case 'empty':
      return emptyClause(facts)
    case 'unknown':
      return undecidedClause(facts)
    case 'unmanaged':
      return words('no selector and no EndpointSlice, so nothing says what is behind it')
    default:
      return unreachable(health)
  }
}

function words(lead: string): CountedWords {
  return { lead, facts: '' }
}

function doubtClause({ doubt }: ServiceSummary): CountedWords {
  const what = doubt?.resource === 'services' ? 'Services' : 'EndpointSlices'
  return doubt?.coverage === 'forbidden'
    ? { lead: 'Cannot tell', facts: `${what} may not be read` }
    : { lead: 'Cannot tell yet', facts: `${what} have not been read completely` }
}

function externalClause({ externalName }: ServiceSummary, v: Verbs): CountedWords {
  return {
    lead: 'an ExternalName Service',
    facts: `DNS ${v.answers} with CNAME ${externalName ?? '(none)'}, and it ${v.has} no endpoints`,
  }
}

function healthyClause({ summary, counts, v }: Facts): CountedWords {
  const { ready, total, terminating } = counts
  const rest = terminating === 0 ? '' : `, ${terminating} more terminating`
  const where = inZones(summary.zones)
  const backends = `${ready} of ${total} ready ${noun(total, 'backend')}${where}${rest}`
  if (summary.otherProxy !== null)
    return { lead: `kube-proxy ${v.leaves} it to ${summary.otherProxy}`, facts: backends }
  return words(summary.headless ? `DNS ${v.answers} with ${backends}` : `Kubernetes ${v.routes} to ${backends}`)
}

function lackingClause({ wanted }: Lacking, { summary }: Judged, v: Verbs): string {
  const ready = summary.counts?.ready ?? 0
  return `${ready} of ${wanted} wanted ${noun(wanted, 'backend')} ${ready === 1 ? v.is : v.are} ready`
}

function inZones(zones: readonly ZoneCount[]): string {
  const named = zones.filter(({ zone, total }) => zone !== null && total > 0).length
  return named === 0 ? '' : ` in ${named} ${noun(named, 'zone')}`
}

function degradedClause({ summary, counts, v }: Facts): CountedWords {
  const { ready, total, unknown } = counts
  const unserved = summary.ports.filter(port => port.ready === 0)
  const losses = zoneLosses(summary.zones, v)
  const ports = unserved.length === 0 ? [] : [`nobody ${v.is} ready for ${namePorts(unserved)}`]
  const rest = unserved.length === 0 ? '' : ' for the others'
  const doubt = unknown === 0 ? '' : ` (${unknown} unknown)`
  const lead = [...losses, ...ports].join('; ')
  const tail = `${ready} of ${total} ${noun(total, 'backend')} ready${rest}${doubt}${publishedWords(summary, v)}`
  return lead === '' ? words(tail) : { lead, facts: tail }
}

/** More are summed up: a sentence is no table. */
const ZONES_NAMED = 3

function zoneLosses(zones: readonly ZoneCount[], v: Verbs): readonly string[] {
  const losing = zones.filter(({ ready, total }) => ready < total).toSorted((a, b) => share(a) - share(b))
  const [worst, ...others] = losing
  if (worst === undefined || (zones.length === 1 && worst.zone === null)) return []
  const first = `${nameZone(worst)} ${v.has} ${worst.ready} of ${worst.total} ready`
  if (others.length >= ZONES_NAMED) return [`${first}, ${others.length} more zones ${v.are} short`]
  return [[first, ...others.map(zone => `${nameZone(zone)} ${zone.ready} of ${zone.total}`)].join(', ')]
}

function share({ ready, total }: ZoneCount): number {
  return ready / total
}

function nameZone({ zone }: ZoneCount): string {
  return zone === null ? '(no zone)' : zoneName(zone)
}

function namePorts(ports: readonly PortCount[]): string {
  const named = ports.map(({ name, protocol, port }) =>
    name === '' ? `${protocol} ${port}` : `${name} (${protocol} ${port})`,
  )
  return named.length > ZONES_NAMED ? `${named.length} of its ports` : `port ${named.join(', ')}`
}

function noneReady({ summary: { ports, headless }, counts: { total }, v }: Facts): string {
  const ports_ = ports.length === 0 || headless ? '' : ` for ${namePorts(ports)}`
  return total === 0
    ? `no backend ${v.is} ready${ports_}`
    : `none of ${total} ${noun(total, 'backend')} ${v.is} ready${ports_}`
}

function fallbackClause(facts: Facts): CountedWords {
  const { summary, counts, v } = facts
  const serving = `${counts.servingTerminating} that ${counts.servingTerminating === 1 ? v.is : v.are} terminating`
  const still = counts.servingTerminating === 1 ? v.serves : v.serve
  if (summary.published > 0) return words(`${noneReady(facts)}${publishedWords(summary, v)}`)
  if (summary.headless)
    return { lead: `${noneReady(facts)}, and DNS ${v.names} only ready ones`, facts: `${serving} still ${still}` }
  return { lead: noneReady(facts), facts: `traffic ${v.falls} back to ${serving} and still ${still}` }
}

function downClause(facts: Facts): string {
  const { summary, v } = facts
  const { terminating, servingTerminating, total } = facts.counts
  const published = publishedWords(summary, v)
  if (terminating === 0) return `${noneReady(facts)}${published}`
  const leaving = `${terminating}${total === 0 ? '' : ' more'} ${terminating === 1 ? v.is : v.are} terminating`
  return `${noneReady(facts)}, ${leaving}${servingTerminating === 0 ? ` and none still ${v.serves}` : ''}${published}`
}

/** Slices may call backends ready that are not: these get traffic and names all the same. */
function publishedWords({ published, headless, otherProxy }: ServiceSummary, v: Verbs): string {
  if (published === 0) return ''
  const whom = `${published} that ${published === 1 ? v.is : v.are} published as ready`
  if (headless) return `, yet DNS ${v.names} ${whom}`
  return otherProxy === null ? `, yet traffic ${v.goes} to ${whom}` : `, yet ${whom}`
}

function emptyClause({ summary, absent, v }: Facts): CountedWords {
  const slices = summary.slices ?? 0
  const pods =
    absent === null || absent === 0
      ? ''
      : `, though ${absent} ${noun(absent, 'pod')} ${absent === 1 ? v.matches : v.match} its selector`
  if (slices === 0) return { lead: 'no backends', facts: `it ${v.has} no EndpointSlice${pods}` }
  const list = slices === 1 ? `its EndpointSlice ${v.lists}` : `its ${slices} EndpointSlices ${v.list}`
  const what = summary.ignored === 0 ? 'no endpoint' : 'only endpoints that no data plane uses'
  return { lead: 'no backends', facts: `${list} ${what}${pods}` }
}

function undecidedClause({ counts: { unknown, total }, v }: Facts): CountedWords {
  const about = `${unknown} of ${total} ${noun(total, 'backend')}`
  return {
    lead: v.tell,
    facts: `EndpointSlices ${v.differ} about ${about}, and kube-proxy ${v.decide} between them`,
  }
}

function inWords(health: Health): string {
  return health === 'fallback' ? 'on fallback' : health
}

function noun(count: number, singular: string): string {
  return count === 1 ? singular : `${singular}s`
}
