import type { ServiceInfo } from '@slicescope/view'
import { SERVICE_WIDTH } from './measures.ts'
import { ellipsizeMiddle, wrapText } from './text-width.ts'

export const SERVICE_PADDING = 12
const INNER = SERVICE_WIDTH - 2 * SERVICE_PADDING
const TOP = 10
const NAME_LINE = 20
const LINE = 16
const MOST_LINES = 5

export interface ServiceLine {
  readonly text: string
  readonly mono: boolean
  /** The middle of the line. */
  readonly y: number
}

/** What the Service's card says above its count, and where. */
export interface ServiceCard {
  readonly name: readonly { readonly text: string; readonly y: number }[]
  readonly lines: readonly ServiceLine[]
  readonly ruleY: number
  readonly countY: number
  readonly ofY: number
  readonly height: number
}

export function serviceCard(service: ServiceInfo): ServiceCard {
  const names = wrapText(service.name, 'name', { maxWidth: INNER, maxLines: 3 })
  const name = names.map((text, index) => ({ text, y: TOP + NAME_LINE * (index + 0.5) }))
  const below = TOP + NAME_LINE * names.length
  const lines = serviceLines(service).map(({ text, mono }, index) => ({
    text: ellipsizeMiddle(text, mono ? 'smallCode' : 'small', INNER),
    mono,
    y: below + LINE * (index + 0.6),
  }))
  const ruleY = below + LINE * lines.length + 9
  return { name, lines, ruleY, countY: ruleY + 16, ofY: ruleY + 38, height: ruleY + 54 }
}

export function serviceHeight(service: ServiceInfo): number {
  return serviceCard(service).height
}

function code(text: string) {
  return { text, mono: true }
}

function serviceLines(service: ServiceInfo): readonly { readonly text: string; readonly mono: boolean }[] {
  const selector = Object.entries(service.selector).map(([key, value]) => code(`${key}=${value}`))
  const addresses =
    service.externalName === null ? service.clusterIPs.filter(ip => ip !== 'None') : [service.externalName]
  const lines = [
    { text: service.headless ? 'headless' : service.type, mono: false },
    ...addresses.map(code),
    ...(selector.length === 0 && service.externalName === null ? [{ text: 'no selector', mono: false }] : selector),
  ]
  if (lines.length <= MOST_LINES) return lines
  return [...lines.slice(0, MOST_LINES - 1), { text: `+${lines.length - MOST_LINES + 1} more`, mono: false }]
}
