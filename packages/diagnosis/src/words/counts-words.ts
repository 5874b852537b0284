import type { PortCount, ServiceSummary } from '@slicescope/graph'
import { unreachable } from '@slicescope/model'
import type { Severity } from '../finding.ts'
import type { Loss } from '../losses/loss-memory.ts'
import { lackWords } from './lack-words.ts'
import { publishedWords } from './published-words.ts'
import { answerOf } from '../rules/external-name.ts'
import type { Where } from './where.ts'
import { zonesLost } from './where-lost.ts'
import { listed, numberText, zoneName } from './words.ts'

/** A number in a sentence and the value of the view that it is: `ready`, `zones.eu-1a.ready`, `loss.peak`. */
export interface NumberOf {
  readonly of: string
  readonly value: number
}

/** What counts say: what is so in a few words, and in numbers, which are values of the same view (law L9). No full stops. */
export interface CountsWords {
  readonly lead: string
  /** What is lost, or how it is; the same with the time at which it became so; and behind it, with its separator, what that leaves. */
  readonly what: string
  readonly timed: (at: string) => string
  readonly rest: string
  readonly numbers: readonly NumberOf[]
}

export interface Told {
  readonly summary: ServiceSummary
  /** Null where nothing is lost. */
  readonly loss: Loss | null
  /** Pods that match and are in no slice; null where that is not known. */
  readonly absent: number | null
  /** As it is shown, held for calm. */
  readonly severity: Severity | null
  /** What a diagnosis found the lost ones to have in common; zones where it found none. */
  readonly where: Where | null
}

/** The one generator of what counts alone say. */
export function countsWords(told: Told): CountsWords {
  const n = new Numbers()
  const { lead, what, became = `${what} since`, rest = '' } = parts(told, n)
  return { lead, what, timed: at => `${became} ${at}`, rest, numbers: n.all }
}

interface Parts {
  readonly lead: string
  readonly what: string
  /** `what` as it reads in front of the time at which it became so; "... since" unless told otherwise. */
  readonly became?: string
  readonly rest?: string
}

/** The lead of what needs no attention, so that it stays while single pods come and go. */
const CALM = 'Backends are serving'
/** Fewer come and go without a word. */
const FEW_SHARE = 0.1

/** Writes numbers and notes whose they are. */
class Numbers {
  readonly all: NumberOf[] = []

  of(of: string, value: number): string {
    if (!this.all.some(each => each.of === of)) this.all.push({ of, value })
    return numberText(value)
  }
}

function parts(told: Told, n: Numbers): Parts {
  const { summary, loss } = told
  if (summary.doubt !== null && summary.health === 'unknown') return doubtParts(summary.doubt)
  if (isAsleep(told)) return asleepParts(summary, n)
  switch (summary.health) {
    case 'external':
      return {
        lead: 'Alias of another name',
        what: `${answerOf(summary.externalName ?? '(none)')}; an ExternalName Service has no endpoints`,
      }
    case 'unmanaged':
      return { lead: 'Nothing behind this Service', what: 'it has no selector and no EndpointSlice' }
    case 'unknown':
      return undecidedParts(summary, n)
    case 'empty':
      return emptyParts(told, n)
    case 'down':
    case 'fallback':
      return (loss?.severity ?? 'info') === 'info' && isStarting(summary) ? startingParts(told, n) : noneParts(told, n)
    case 'degraded':
    case 'healthy':
      return loss !== null && (loss.size > 0 || loss.bare.length > 0) ? lossParts(told, loss, n) : wellParts(told, n)
    default:
      return unreachable(summary.health)
  }
}

/** Scaled to zero, and no loss. */
function isAsleep({ summary: { workloads, counts }, loss }: Told): boolean {
  return workloads.wanted === 0 && counts?.ready === 0 && (loss?.severity ?? 'info') === 'info'
}

function asleepParts({ counts }: ServiceSummary, n: Numbers): Parts {
  const { terminating = 0 } = counts ?? {}
  const leaving = terminating === 0 ? '' : `, ${n.of('terminating', terminating)} terminating`
  return { lead: 'Scaled to zero', what: `its workloads want ${n.of('wanted', 0)} pods`, rest: leaving }
}

function doubtParts({ resource, coverage }: NonNullable<ServiceSummary['doubt']>): Parts {
  const what = resource === 'services' ? 'Services' : 'EndpointSlices'
  return {
    lead: 'Cannot tell',
    what: `${what} ${lackWords(coverage)}`,
  }
}

function undecidedParts({ counts }: ServiceSummary, n: Numbers): Parts {
  const { unknown = 0, total = 0 } = counts ?? {}
  return {
    lead: 'Cannot tell',
    what: `EndpointSlices disagree about ${n.of('unknown', unknown)} of ${n.of('total', total)} ${backends(total)}, and kube-proxy does not decide between them`,
  }
}

function isStarting({ counts, workloads }: ServiceSummary): boolean {
  return (counts?.starting ?? 0) + workloads.coming > 0
}

/** Of how many the ready ones are: those that are wanted, or there, whichever is more. */
function ofAll({ counts, workloads }: ServiceSummary, n: Numbers): string {
  const total = counts?.total ?? 0
  return workloads.wanted !== null && workloads.wanted > total ? n.of('wanted', workloads.wanted) : n.of('total', total)
}

function startingParts({ summary }: Told, n: Numbers): Parts {
  const ready = summary.counts?.ready ?? 0
  return { lead: 'New pods are starting', what: `${n.of('ready', ready)} of ${ofAll(summary, n)} ready` }
}

function wellParts(told: Told, n: Numbers): Parts {
  const { summary } = told
  const { ready = 0, total = 0, unknown = 0 } = summary.counts ?? {}
  if (unknown > 0)
    return {
      lead: 'Cannot tell for some backends',
      what: `EndpointSlices disagree about ${n.of('unknown', unknown)} of ${n.of('total', total)} ${backends(total)}`,
      rest: `, ${n.of('ready', ready)} ready`,
    }
  const all = Math.max(total, isStarting(summary) ? (summary.workloads.wanted ?? 0) : 0)
  if (all - ready > all * FEW_SHARE) {
    const { what } = startingParts(told, n)
    return { lead: isStarting(summary) ? 'New pods are starting' : unreadyLead(summary), what }
  }
  const routed = `${readyOfAll(summary, n)}${zonesWords(summary, n)}${movingWords(summary, n)}`
  const lead = isLoud(told) ? 'Backends are serving again' : CALM
  if (summary.otherProxy !== null) return { lead, what: `kube-proxy leaves it to ${summary.otherProxy}; ${routed}` }
  const who = summary.headless ? 'DNS answers with' : 'Kubernetes routes to'
  return { lead, what: `${who} ${routed}; the fault is not in the endpoints` }
}

function readyOfAll({ counts }: ServiceSummary, n: Numbers): string {
  const { ready = 0, total = 0 } = counts ?? {}
  const of = `${n.of('ready', ready)} of ${n.of('total', total)}`
  return ready < total ? `${of} ${backends(total)}` : `${of} ready ${backends(total)}`
}

function zonesWords(summary: ServiceSummary, n: Numbers): string {
  const zones = summary.zones.filter(({ zone, total: own }) => zone !== null && own > 0).length
  return zones === 0 ? '' : ` in ${n.of('zones', zones)} ${zones === 1 ? 'zone' : 'zones'}`
}

function movingWords({ counts }: ServiceSummary, n: Numbers): string {
  const { starting = 0, terminating = 0 } = counts ?? {}
  const news = starting === 0 ? '' : `, ${n.of('starting', starting)} starting`
  return `${news}${terminating === 0 ? '' : `, ${n.of('terminating', terminating)} more terminating`}`
}

function unreadyLead({ workloads }: ServiceSummary): string {
  return workloads.rolling ? 'Rollout in progress' : 'Pods are being deleted'
}

function backends(count: number): string {
  return count === 1 ? 'backend' : 'backends'
}

function emptyParts({ summary, absent }: Told, n: Numbers): Parts {
  if (isStarting(summary) && summary.workloads.wanted !== null && summary.workloads.wanted > 0)
    return {
      lead: 'New pods are starting',
      what: `${n.of('ready', 0)} of ${n.of('wanted', summary.workloads.wanted)} ready`,
    }
  const slices = summary.slices ?? 0
  const pods =
    absent === null || absent === 0
      ? ''
      : `, and ${n.of('absent', absent)} ${absent === 1 ? 'pod matches' : 'pods match'} its selector`
  const listing =
    slices === 0
      ? 'it has no EndpointSlice'
      : summary.ignored === 0
        ? 'no EndpointSlice lists an endpoint'
        : 'its EndpointSlices list only endpoints that no data plane uses'
  return { lead: 'No backends', what: `${listing}${pods}` }
}

function noneParts(told: Told, n: Numbers): Parts {
  const { summary } = told
  const { total = 0, terminating = 0, servingTerminating = 0 } = summary.counts ?? {}
  const published = publishedWords(summary, { published: summary.published, lost: total })
  if (summary.published > 0) n.of('published', summary.published)
  const { what, became, coming } = noneOf(summary, n)
  const none = { lead: 'No backend is ready', what, became }
  if (summary.health === 'fallback' && published === '') {
    const serving = `${n.of('servingTerminating', servingTerminating)} terminating ${backends(servingTerminating)}`
    const rest = summary.headless
      ? `DNS names only ready ones, ${serving} still serve`
      : `traffic falls back to ${serving}`
    return { ...none, rest: `${coming}; ${rest}` }
  }
  const leaving = terminating === 0 ? '' : `, ${n.of('terminating', terminating)} terminating`
  return { ...none, rest: `${coming}${leaving}${published}` }
}

interface None {
  readonly what: string
  readonly became: string
  /** What is on its way. */
  readonly coming: string
}

function noneOf(summary: ServiceSummary, n: Numbers): None {
  const { total = 0, starting = 0 } = summary.counts ?? {}
  if (total === 0) return { what: 'no backend left', became: 'no backend left since', coming: '' }
  // Those that are there are not all where others were deleted.
  if (starting > 0 || (summary.workloads.wanted ?? 0) > total) {
    const what = `none of ${ofAll(summary, n)} ready`
    return { what, became: `${what} since`, coming: starting === 0 ? '' : `, ${n.of('starting', starting)} starting` }
  }
  const all = allOf(total, n.of('total', total))
  return { what: `${all} not ready`, became: `${all} became not ready at`, coming: '' }
}

/** How many are lost by the counts of now. */
export function lostNow({ counts }: ServiceSummary): number {
  return counts === null ? 0 : counts.total - counts.ready - counts.starting - counts.unknown
}

function lossParts(told: Told, loss: Loss, n: Numbers): Parts {
  const { summary } = told
  if (loss.bare.length > 0) return portParts(summary, loss, n)
  const lost = lostNow(summary)
  if (lost === 0) return missingParts(told, loss, n)
  const where = told.where !== null && told.where.lost === lost ? told.where : zonesLost(summary)
  const published = publishedWords(summary, { published: summary.published, lost })
  if (summary.published > 0) n.of('published', summary.published)
  const words = lostWordsOf({ summary, lost, where }, n)
  const left = `${n.of('ready', summary.counts?.ready ?? 0)} of ${ofAll(summary, n)}`
  return {
    lead: isQuiet(told, loss) ? CALM : isOfZones(where, summary) ? zoneLead(where) : 'Backends not ready',
    ...words,
    rest: `${published}${published === '' ? ',' : ';'} ${left} still ready`,
  }
}

/** With nothing lost it is what is held of a loss that has just ended, and that was too short to be recovered from. */
function isLoud({ severity }: Pick<Told, 'severity'>): boolean {
  return severity !== null && severity !== 'info'
}

/** Too few, and for too short a time, to be news. */
function isQuiet({ summary: { health, counts }, severity }: Told, { size }: Loss): boolean {
  return !isLoud({ severity }) && health !== 'empty' && size < (counts?.total ?? 0) * FEW_SHARE
}

function isOfZones(where: Where | null, { zones }: ServiceSummary): where is Where {
  const places = where?.places ?? null
  if (places === null) return false
  const names = new Set(zones.flatMap(({ zone }) => (zone === null ? [] : [zoneName(zone)])))
  return places.every(place => names.has(place))
}

function zoneLead({ places }: Where): string {
  return (places ?? []).length > 1 ? 'Zones lost all their backends' : 'Zone lost all its backends'
}

interface Lost {
  readonly summary: ServiceSummary
  readonly lost: number
  readonly where: Where | null
}

function lostWordsOf({ summary, lost, where }: Lost, n: Numbers): Pick<Parts, 'what' | 'became'> {
  const total = summary.counts?.total ?? 0
  if (where === null || where.name !== null) {
    const named = where === null ? '' : ` (${where.name})`
    const what = `${n.of('lost', lost)} of ${n.of('total', total)} ${backends(total)} not ready`
    const zone = where === null ? wholeZone(summary) : undefined
    if (zone === undefined) return { what: `${what}${named}`, became: `${what}${named} since` }
    const among = `among them ${allOf(zone.total, n.of(`zones.${zone.zone}.total`, zone.total))} in ${zone.zone}`
    return { what: `${what}, ${among}`, became: `${what}, ${among}, since` }
  }
  if (where.places === null) {
    const what = `${n.of('lost', where.lost)} of ${n.of('where.of', where.of)} backends ${where.at} not ready`
    return { what, became: `${what} since` }
  }
  const what = `${listed(where.places)} lost ${allOf(where.lost, n.of('lost', where.lost))}`
  return { what, became: `${what} at` }
}

/** The only one that lost all of two or more, where others lost some. */
function wholeZone({ zones }: ServiceSummary): ServiceSummary['zones'][number] | undefined {
  const whole = zones.filter(
    ({ zone, total, ready, starting, unknown }) => zone !== null && total >= 2 && ready + starting + unknown === 0,
  )
  return whole.length === 1 ? whole[0] : undefined
}

/** "all 84 backends" */
export function allOf(count: number, text: string): string {
  if (count === 1) return 'its only backend'
  return count === 2 ? 'both backends' : `all ${text} backends`
}

function portParts(summary: ServiceSummary, { bare }: Loss, n: Numbers): Parts {
  const named = summary.ports.filter(({ key }) => bare.includes(key)).map(portName)
  const { ready = 0, total = 0 } = summary.counts ?? {}
  const what = `none ready for ${listed(named)}`
  const rest = `, ${n.of('ready', ready)} of ${n.of('total', total)} ${backends(total)} ready for the others`
  return { lead: named.length === 1 ? 'Port without a ready backend' : 'Ports without a ready backend', what, rest }
}

function portName({ name, port, protocol }: PortCount): string {
  return name === '' ? `port ${port}/${protocol}` : `port ${name}`
}

/** None is broken, and fewer are ready than should be: they were deleted, or never made. */
function missingParts(told: Told, loss: Loss, n: Numbers): Parts {
  const { summary } = told
  const { ready = 0, starting = 0 } = summary.counts ?? {}
  const { wanted, coming } = summary.workloads
  const of = () => (wanted === null ? n.of('loss.of', loss.of) : n.of('wanted', wanted))
  const [zone, ...others] = Object.entries(loss.lostZones)
  const news =
    starting === 0 ? '' : `, ${n.of('starting', starting)} new ${starting === 1 ? 'one is' : 'ones are'} starting`
  if (zone !== undefined && others.length === 0) {
    const what = `${zone[0]} lost ${allOf(zone[1], n.of(`loss.zones.${zone[0]}`, zone[1]))}`
    const rest = `, ${n.of('ready', ready)} of ${of()} ready${news}`
    return { lead: 'Zone lost all its backends', what, became: `${what} at`, rest }
  }
  const size = n.of('loss.size', loss.size)
  const left = `, ${n.of('ready', ready)} ready`
  if (summary.workloads.unlisted > 0) {
    const pods = loss.size === 1 ? 'matching pod is' : 'matching pods are'
    return { lead: 'Pods are in no EndpointSlice', what: `${size} ${pods} in no EndpointSlice`, rest: left }
  }
  if (coming + starting > 0 && isQuiet(told, loss))
    return {
      lead: CALM,
      what: `${n.of('ready', ready)} of ${of()} ready`,
      rest: starting === 0 ? '' : `, ${n.of('starting', starting)} starting`,
    }
  if (coming + starting > 0)
    return {
      lead: 'Lost backends are being replaced',
      what: `${size} of ${of()} backends lost`,
      rest: `${left}${news}`,
    }
  return { lead: 'Fewer backends than wanted', what: `${size} of ${of()} wanted backends missing`, rest: left }
}
