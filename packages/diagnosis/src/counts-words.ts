import type { PortCount, ServiceSummary } from '@slicescope/graph'
import { unreachable } from '@slicescope/model'
import type { Loss } from './losses/loss-memory.ts'
import { publishedWords } from './published-words.ts'
import { answerOf } from './rules/external-name.ts'
import type { Where } from './where.ts'
import { zonesLost } from './where-lost.ts'

/** A number in a sentence and the value of the view that it is: `ready`, `zones.eu-1a.ready`, `loss.peak`. */
export interface NumberOf {
  readonly of: string
  readonly value: number
}

/** What counts say: what is so in a few words, and in numbers, which are values of the same view (law L9). No full stops. */
export interface CountsWords {
  readonly lead: string
  /** What is lost, or how it is; and behind it, with its separator, what that leaves. */
  readonly what: string
  readonly rest: string
  readonly numbers: readonly NumberOf[]
}

export interface Told {
  readonly summary: ServiceSummary
  /** Null where nothing is lost. */
  readonly loss: Loss | null
  /** Pods that match and are in no slice; null where that is not known. */
  readonly absent: number | null
  /** What a diagnosis found the lost ones to have in common; zones where it found none. */
  readonly where: Where | null
}

/** The one generator of what counts alone say. */
export function countsWords(told: Told): CountsWords {
  const n = new Numbers()
  const { lead, what, rest = '' } = parts(told, n)
  return { lead, what, rest, numbers: n.all }
}

interface Parts {
  readonly lead: string
  readonly what: string
  readonly rest?: string
}

/** Writes numbers and notes whose they are. */
class Numbers {
  readonly all: NumberOf[] = []

  of(of: string, value: number): string {
    if (!this.all.some(each => each.of === of)) this.all.push({ of, value })
    return value.toLocaleString('en-US')
  }
}

function parts(told: Told, n: Numbers): Parts {
  const { summary, loss } = told
  if (summary.doubt !== null && summary.health === 'unknown') return doubtParts(summary.doubt)
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

function doubtParts({ resource, coverage }: NonNullable<ServiceSummary['doubt']>): Parts {
  const what = resource === 'services' ? 'Services' : 'EndpointSlices'
  return {
    lead: 'Cannot tell',
    what: coverage === 'forbidden' ? `${what} cannot be read (RBAC)` : `${what} are still loading`,
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
  const { ready = 0, total = 0, terminating = 0, unknown = 0 } = summary.counts ?? {}
  if (unknown > 0)
    return {
      lead: 'Cannot tell for some backends',
      what: `EndpointSlices disagree about ${n.of('unknown', unknown)} of ${n.of('total', total)} ${backends(total)}`,
      rest: `, ${n.of('ready', ready)} ready`,
    }
  if (ready < total || (isStarting(summary) && ready < (summary.workloads.wanted ?? 0))) {
    const { what } = startingParts(told, n)
    return { lead: isStarting(summary) ? 'New pods are starting' : unreadyLead(summary), what }
  }
  const zones = summary.zones.filter(({ zone, total: own }) => zone !== null && own > 0).length
  const where = zones === 0 ? '' : ` in ${n.of('zones', zones)} ${zones === 1 ? 'zone' : 'zones'}`
  const rest = terminating === 0 ? '' : `, ${n.of('terminating', terminating)} more terminating`
  const routed = `${n.of('ready', ready)} of ${n.of('total', total)} ready ${backends(total)}${where}${rest}`
  if (summary.otherProxy !== null)
    return { lead: 'All backends ready', what: `kube-proxy leaves it to ${summary.otherProxy}; ${routed}` }
  const who = summary.headless ? 'DNS answers with' : 'Kubernetes routes to'
  return { lead: 'All backends ready', what: `${who} ${routed}; the fault is not in the endpoints` }
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
  const { total = 0, terminating = 0, servingTerminating = 0, starting = 0 } = summary.counts ?? {}
  const published = publishedWords(summary, { published: summary.published, lost: total })
  if (summary.published > 0) n.of('published', summary.published)
  const none = total === 0 ? 'no backend left' : noneOf(total, starting, n)
  if (summary.health === 'fallback' && published === '') {
    const serving = `${n.of('servingTerminating', servingTerminating)} terminating ${backends(servingTerminating)}`
    const rest = summary.headless
      ? `DNS names only ready ones, ${serving} still serve`
      : `traffic falls back to ${serving}`
    return { lead: 'No backend is ready', what: none, rest: `; ${rest}` }
  }
  const leaving = terminating === 0 ? '' : `, ${n.of('terminating', terminating)} terminating`
  return { lead: 'No backend is ready', what: none, rest: `${leaving}${published}` }
}

function noneOf(total: number, starting: number, n: Numbers): string {
  const told = n.of('total', total)
  const coming = starting === 0 ? '' : `, ${n.of('starting', starting)} starting`
  if (starting > 0) return `none of ${told} ready${coming}`
  if (total === 1) return 'its only backend not ready'
  return total === 2 ? 'both backends not ready' : `all ${told} backends not ready`
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
  const ready = `${n.of('ready', summary.counts?.ready ?? 0)} of ${ofAll(summary, n)} still ready`
  const published = publishedWords(summary, { published: summary.published, lost })
  if (summary.published > 0) n.of('published', summary.published)
  const words = lostWordsOf({ lost, total: summary.counts?.total ?? 0, where }, n)
  return {
    lead: isOfZones(where, summary) ? zoneLead(where) : 'Backends not ready',
    what: words,
    rest: `${published}${published === '' ? ',' : ';'} ${ready}`,
  }
}

function isOfZones(where: Where | null, { zones }: ServiceSummary): where is Where {
  return (
    where !== null &&
    where.places !== null &&
    zones.some(({ zone }) => zone !== null && (where.places ?? '').includes(zone))
  )
}

function zoneLead({ places }: Where): string {
  return (places ?? '').includes(' and ') ? 'Zones lost all their backends' : 'Zone lost all its backends'
}

interface Lost {
  readonly lost: number
  readonly total: number
  readonly where: Where | null
}

function lostWordsOf({ lost, total, where }: Lost, n: Numbers): string {
  if (where === null || where.name !== null) {
    const named = where === null ? '' : ` (${where.name})`
    return `${n.of('lost', lost)} of ${n.of('total', total)} ${backends(total)} not ready${named}`
  }
  if (where.places === null)
    return `${n.of('lost', where.lost)} of ${n.of('where.of', where.of)} backends ${where.at} not ready`
  return `${where.places} lost ${allOf(where.lost, n.of('lost', where.lost))}`
}

/** "all 84 backends" */
export function allOf(count: number, text: string): string {
  if (count === 1) return 'its only backend'
  return count === 2 ? 'both backends' : `all ${text} backends`
}

function portParts(summary: ServiceSummary, { bare }: Loss, n: Numbers): Parts {
  const named = summary.ports.filter(({ key }) => bare.includes(key)).map(portName)
  const { ready = 0, total = 0 } = summary.counts ?? {}
  return {
    lead: named.length === 1 ? `No backend is ready for ${named[0]}` : 'No backend is ready for some ports',
    what: `${n.of('ready', ready)} of ${n.of('total', total)} ${backends(total)} ready for the others`,
  }
}

function portName({ name, port, protocol }: PortCount): string {
  return name === '' ? `port ${port}/${protocol}` : `port ${name}`
}

/** None is broken, and fewer are ready than should be: they were deleted, or never made. */
function missingParts(told: Told, loss: Loss, n: Numbers): Parts {
  const { summary } = told
  const { ready = 0, starting = 0 } = summary.counts ?? {}
  const { wanted, coming } = summary.workloads
  const of = wanted === null ? n.of('loss.of', loss.of) : n.of('wanted', wanted)
  const [zone, ...others] = Object.entries(loss.lostZones)
  const news = starting === 0 ? '' : `, ${n.of('starting', starting)} new ones starting`
  const left = `${n.of('ready', ready)} of ${of} ready`
  if (zone !== undefined && others.length === 0)
    return {
      lead: 'Zone lost all its backends',
      what: `${zone[0]} lost ${allOf(zone[1], n.of(`loss.zones.${zone[0]}`, zone[1]))}`,
      rest: `, ${left}${news}`,
    }
  if (summary.workloads.unlisted > 0) {
    const pods = summary.workloads.unlisted === 1 ? 'matching pod is' : 'matching pods are'
    return {
      lead: 'Pods are in no EndpointSlice',
      what: `${n.of('loss.size', loss.size)} ${pods} in no EndpointSlice`,
      rest: `, ${left}`,
    }
  }
  if (coming + starting > 0) return { lead: 'Lost backends are being replaced', what: `${left}${news}` }
  return { lead: 'Fewer backends than wanted', what: `${n.of('ready', ready)} of ${of} wanted backends ready` }
}
